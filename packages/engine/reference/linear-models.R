# Writes linear-models.json: an unbalanced two-factor design with a covariate and replicates, fitted by R's lm, with
# influence measures and ANOVA of types I, II and III from nested models. Base R only (4.2.2 was used); not needed to run,
# build or test anything: the JSON is committed. Run in this folder: Rscript linear-models.R
n <- 24
a <- factor(rep(c("a1", "a2", "a3"), times = c(6, 8, 10)))
b <- factor(c("b1", "b2", "b1", "b1", "b2", "b2", "b2", "b1", "b2", "b1", "b1", "b1", "b2", "b2", "b2", "b2", "b2", "b1",
              "b1", "b2", "b1", "b1", "b2", "b2"))
x <- c(1, 4, 2, 2, 5, 3, 1, 7, 2, 6, 4, 4, 8, 5, 3, 3, 9, 1, 2, 7, 5, 5, 4, 12)
y <- c(10.2, 13.1, 11.4, 11.1, 15.9, 12.2, 9.7, 17.4, 10.3, 16.6, 13.9, 14.3, 19.2, 14.8, 12.6, 12.1, 22.8, 13.3, 14.9, 19.7,
       18.2, 17.9, 16.1, 25.3)
options(contrasts = c("contr.sum", "contr.poly"))
full <- lm(y ~ a + b + x + a:b)
rss <- function(formula) sum(resid(lm(formula))^2)
summary_full <- summary(full)
matrix_full <- model.matrix(full)
first <- anova(full)
third <- drop1(full, . ~ ., test = "F")
second <- c(rss(y ~ b + x) - rss(y ~ a + b + x), rss(y ~ a + x) - rss(y ~ a + b + x),
            rss(y ~ a * b) - rss(y ~ a * b + x), rss(y ~ a + b + x) - rss(y ~ a * b + x))
number <- function(v) paste0("[", paste(trimws(formatC(as.numeric(v), digits = 17, format = "g")), collapse = ", "), "]")
cells <- list(
  columns = ncol(matrix_full), x = t(matrix_full), y = y, term_of_column = attr(matrix_full, "assign") - 1,
  coefficients = coef(full), standard_errors = summary_full$coefficients[, 2], p = summary_full$coefficients[, 4],
  limits_90 = t(confint(full, level = 0.9)), leverage = hatvalues(full), rstandard = rstandard(full),
  rstudent = rstudent(full), cooks_distance = cooks.distance(full), aic = AIC(full), bic = BIC(full),
  log_likelihood = logLik(full), press = sum((resid(full) / (1 - hatvalues(full)))^2),
  adjusted_r2 = summary_full$adj.r.squared, f = summary_full$fstatistic,
  ss_1 = first[["Sum Sq"]][1:4], p_1 = first[["Pr(>F)"]][1:4], ss_2 = second, ss_3 = third[["Sum of Sq"]][-1],
  p_3 = third[["Pr(>F)"]][-1]
)
lines <- mapply(function(name, value) paste0('  "', name, '": ', number(value)), names(cells), cells)
writeLines(c("{", paste(lines, collapse = ",\n"), "}"), "linear-models.json")
