# AlgDesign's best of 100 starts on the 3-level grid, full quadratic: CPU milliseconds and D = |X'X|^(1/p) / n.
if (!requireNamespace("AlgDesign", quietly = TRUE)) quit(status = 3)
sizes <- as.integer(commandArgs(trailingOnly = TRUE))
candidates <- AlgDesign::gen.factorial(3, sizes[1])
quad <- AlgDesign:::quad
set.seed(1)
time <- system.time(
  design <- AlgDesign::optFederov(~ quad(.), candidates, nTrials = sizes[2], nRepeats = 100)
)
cat(sprintf('{"ms": %.3f, "d": %.12g}\n', 1000 * sum(time[1:2]), design$D))
