"""What is assessed: named partnerships, pairs and drawn sets of states; who belonged, and who owed what, by date."""
