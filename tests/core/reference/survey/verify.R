# Estimates of R survey for the designs of a folder: Rscript verify.R FOLDER writes FOLDER/results.csv.
suppressMessages(library(survey))
options(digits = 17, survey.ultimate.cluster = FALSE)
folder <- commandArgs(trailingOnly = TRUE)[1]
specs <- read.csv(file.path(folder, "specs.csv"), stringsAsFactors = FALSE)
data <- read.csv(file.path(folder, "data.csv"))
out <- file(file.path(folder, "results.csv"), "w")
writeLines("design,statistic,domain,estimate,se", out)
put <- function(design, statistic, domain, estimate, se)
  writeLines(sprintf("%d,%s,%s,%.17g,%.17g", design, statistic, domain, estimate, se), out)

for (i in seq_len(nrow(specs))) {
  s <- specs[i, ]
  d <- data[data$design == s$design, ]
  d$one <- seq_len(nrow(d))
  d$f1 <- factor(d$m1); d$f2 <- factor(d$m2)
  lonely <- c(refuse = "fail", adjust = "adjust", average = "average", certainty = "certainty")[[s$lonely]]
  options(survey.lonely.psu = lonely)
  ids <- list(~one, ~psu, ~psu + ssu)[[s$stages + 1]]
  fpc <- if (s$fpc == 1) list(~fpc1, ~fpc1, ~fpc1 + fpc2)[[s$stages + 1]] else NULL
  strata <- if (s$strata == 1) ~h else NULL
  design <- svydesign(ids, strata = strata, weights = ~w, fpc = fpc, data = d)
  total <- s$total
  if (s$calibration == "poststratified")
    design <- postStratify(design, ~f1, data.frame(f1 = factor(c(0, 1)), Freq = c(0.45, 0.55) * total))
  if (s$calibration == "raked")
    design <- calibrate(design, ~f1 + f2, c(`(Intercept)` = total, f11 = 0.55 * total, f21 = 0.48 * total),
                        calfun = "raking", epsilon = 1e-14, maxit = 1000)
  if (s$calibration == "linear")
    design <- calibrate(design, ~m1, c(`(Intercept)` = total, m1 = 0.55 * total), epsilon = 1e-14)
  m <- svymean(~y, design); put(s$design, "mean", "", coef(m), SE(m))
  m <- svymean(~b, design); put(s$design, "share", "", coef(m), SE(m))
  m <- svytotal(~y, design); put(s$design, "total", "", coef(m), SE(m))
  m <- svyratio(~y, ~x, design); put(s$design, "ratio", "", coef(m), SE(m))
  if (s$lonely != "average") for (group in sort(unique(d$g))) {
    part <- subset(design, g == group)
    m <- svymean(~y, part); put(s$design, "mean by", group, coef(m), SE(m))
    m <- svytotal(~b, part); put(s$design, "total by", group, coef(m), SE(m))
    m <- svyratio(~y, ~x, part); put(s$design, "ratio by", group, coef(m), SE(m))
  }
}
close(out)
