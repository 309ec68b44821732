# Makes expected.csv from input.csv with the functions of the R package fpsim. Not run by the tests.
#   Rscript make.R FOLDER_WITH_FPSIM'S_R_FILES [INPUT.csv EXPECTED.csv]
given <- commandArgs(trailingOnly = TRUE)
for (file in c("srs.R", "cohenk.R", "spi.R", "taub.R")) source(file.path(given[1], file))
input <- if (length(given) > 1) given[2] else "input.csv"
output <- if (length(given) > 2) given[3] else "expected.csv"

told <- function(portfolios, name) {
  levels <- if (name == "votes") 1:3 else 0:3
  wide <- reshape(portfolios[c("holder", "target", "level")], idvar = "target", timevar = "holder", direction = "wide")
  weight <- portfolios$weight[match(wide$target, portfolios$target)]
  held <- wide[-1]
  holders <- sort(as.integer(sub("level.", "", names(held))))
  pairs <- combn(holders, 2)
  one <- function(k) {
    x <- held[[paste0("level.", pairs[1, k])]]
    y <- held[[paste0("level.", pairs[2, k])]]
    any_x <- as.integer(x > 0)
    any_y <- as.integer(y > 0)
    span <- max(levels) - min(levels)
    valued <- c(
      s = srs(x, y, range = span), s_squared = srs(x, y, distances = "squared", range = span),
      kappa = cohenk(x, y, levels = levels), pi_nominal = spi(x, y, levels = levels), taub = taub(x, y)
    )
    if (name == "votes") {
      return(c(valued, s_binary = NA, kappa_binary = NA, pi_binary = NA, taub_binary = NA, s_weighted = NA,
               s_binary_weighted = NA))
    }
    c(valued,
      s_binary = srs(any_x, any_y, range = 1), kappa_binary = cohenk(any_x, any_y, levels = 0:1),
      pi_binary = spi(any_x, any_y, levels = 0:1), taub_binary = taub(any_x, any_y),
      s_weighted = srs(x, y, weights = weight, range = span),
      s_binary_weighted = srs(any_x, any_y, weights = weight, range = 1))
  }
  values <- t(sapply(seq_len(ncol(pairs)), one))
  data.frame(portfolios = name, first = pairs[1, ], second = pairs[2, ], signif(values, 12))
}

data <- read.csv(input)
all <- lapply(split(data, data$portfolios), function(part) told(part, part$portfolios[1]))
write.csv(do.call(rbind, all), output, row.names = FALSE, na = "", quote = FALSE)
