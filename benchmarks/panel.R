# The panels of panel.py as the R package peacesciencer makes them, each as often as asked: lines of panel,what,value.
# After the library is loaded: median CPU and wall seconds, the most memory that R held, and each number column's sum.

if (!requireNamespace("peacesciencer", quietly = TRUE)) quit(status = 3)
suppressPackageStartupMessages(library(peacesciencer))
options(lifecycle_verbosity = "quiet", warn = -1)
times <- as.integer(commandArgs(trailingOnly = TRUE)[1])

of_states <- function(rows) rows |> add_nmc() |> add_democracy() |> add_sim_gdp_pop()

panels <- list(
  bare = function() create_dyadyears(subset_years = 1816:2025),
  additions = function() {
    create_dyadyears(subset_years = 1816:2025) |>
      add_atop_alliance() |> add_contiguity() |> add_cow_majors() |> add_igos() |>
      add_gml_mids() |> add_peace_years() |> add_capital_distance() |> of_states()
  },
  relevant = function() {
    create_dyadyears(directed = FALSE, subset_years = 1816:2010) |> filter_prd() |>
      add_atop_alliance() |> add_gml_mids() |> add_peace_years() |> add_capital_distance() |> of_states()
  },
  leaders = function() {
    create_leaderyears(standardize = "cow") |>
      add_lead() |> add_lwuf() |> add_contiguity() |> add_cow_majors() |> add_cow_trade() |> of_states()
  }
)

say <- function(panel, what, value) {
  cat(panel, what, format(value, digits = 17, scientific = FALSE), sep = ",", fill = 200)
}

for (one in c("R", "peacesciencer", "isard", "dplyr")) {
  say("version", one, as.character(if (one == "R") getRversion() else packageVersion(one)))
}
for (panel in names(panels)) {
  made <- NULL
  gc(reset = TRUE)
  took <- replicate(times, system.time(made <<- suppressMessages(panels[[panel]]()))[1:3])
  say(panel, "megabytes", sum(gc()[, 6]))
  say(panel, "cpu", median(took[1, ] + took[2, ]))
  say(panel, "wall", median(took[3, ]))
  say(panel, "rows", nrow(made))
  say(panel, "columns", ncol(made))
  for (column in names(made)[sapply(made, is.numeric)]) {
    say(panel, paste("known", column), sum(!is.na(made[[column]])))
    say(panel, paste("sum", column), sum(as.numeric(made[[column]]), na.rm = TRUE))
  }
}
