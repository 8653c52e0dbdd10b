# Expected values of analysis.scales, from the field's own functions, on data made here.
# Rscript scales.R   (in this folder; writes ../scales_*.json)
suppressMessages({library(jsonlite); library(psych); library(multilevel); library(lme4); library(MASS); library(lavaan); library(clubSandwich)})
v <- function(...) paste(sapply(c(...), function(p) paste(p, packageVersion(p))), collapse = ", ")
r <- paste0("R ", getRversion())
save <- function(.name, .producer, .proves, ...) {
  content <- list(producer = unbox(.producer), script = unbox("scripts/scales.R"), proves = .proves, ...)
  write(toJSON(content, digits = NA, na = "null", null = "null"), paste0("../scales_", .name, ".json"))
}
one <- function(x) if (is.list(x)) lapply(x, one) else if (length(x) == 1 && is.null(names(x))) unbox(x) else if (is.null(names(x))) x else lapply(as.list(x), unbox)
cut_at <- function(x, at) findInterval(x, at) + 1

# ---- alpha, omega, items: 240 forms, five items 1-5 (the fifth loads weakly), some missing; three smileys; a constant item; a reversed one
set.seed(20150301)
n <- 240
eta <- rnorm(n)
five <- as.data.frame(sapply(c(.8, .7, .7, .6, .3), function(l) cut_at(l * eta + sqrt(1 - l^2) * rnorm(n), c(-1.5, -.7, .2, 1.1))))
names(five) <- paste0("i", 1:5)
holes <- five
for (item in names(holes)) holes[sample(n, 25), item] <- NA
holes[1:3, ] <- NA                                             # blank forms
three <- as.data.frame(sapply(c(.7, .6, .6), function(l) cut_at(l * eta + sqrt(1 - l^2) * rnorm(n), c(-1.3, -.2))))
names(three) <- paste0("s", 1:3)
opposed <- data.frame(a = five$i1, b = 6 - five$i2)            # alpha below zero
set.seed(9); z <- rnorm(60)                                    # an item without anything of its own
heywood <- data.frame(a = round(.95 * z + .2 * rnorm(60), 2), b = round(.6 * z + .9 * rnorm(60), 2), c = round(.1 * z + rnorm(60), 2))
alpha_of <- function(x, rows) {
  found <- suppressWarnings(psych::alpha(x, check.keys = FALSE, warnings = FALSE))
  k <- ncol(x)
  limits <- psych::alpha.ci(found$total$raw_alpha, n.obs = rows, n.var = k)
  list(alpha = found$total$raw_alpha, ase = found$total$ase, low = limits$lower.ci, high = limits$upper.ci, n = rows, k = k)
}
items_of <- function(x) {
  found <- psych::alpha(x, check.keys = FALSE, warnings = FALSE)
  list(item = names(x), r_drop = found$item.stats$r.drop, mean = found$item.stats$mean, sd = found$item.stats$sd,
       alpha_if_dropped = if (ncol(x) > 2) found$alpha.drop$raw_alpha else rep(NA, ncol(x)))
}
omega_of <- function(x) {
  out <- capture.output(found <- suppressWarnings(suppressMessages(psych::omega(x, nfactors = 1, plot = FALSE, flip = FALSE))))
  found$omega.tot
}
save("reliability", paste0(r, ": psych::alpha(check.keys = FALSE), psych::alpha.ci, psych::omega(nfactors = 1, flip = FALSE); stats::cov where an item is constant (psych deletes it); ", v("psych", "GPArotation")),
     c("analysis.scales.cronbach_alpha", "analysis.scales.mcdonald_omega", "analysis.scales.item_statistics"),
     data = list(five = five, holes = holes, three = three, opposed = opposed, heywood = heywood),
     alpha = one(list(five = alpha_of(five, n), holes = alpha_of(holes, sum(rowSums(!is.na(holes)) > 0)), three = alpha_of(three, n),
                  opposed = alpha_of(opposed, n), complete = alpha_of(na.omit(holes), nrow(na.omit(holes))))),
     agreed = unbox({x <- cbind(three, agreed = 3); k <- ncol(x); k / (k - 1) * (1 - sum(diag(cov(x))) / sum(cov(x)))}),
     omega = one(list(five = omega_of(five), three = omega_of(three), complete = omega_of(na.omit(holes)), heywood = omega_of(heywood))),
     items = list(five = items_of(five), complete = items_of(na.omit(holes)), three = items_of(three)))

# ---- reliability of centres' means: unequal one-way; balanced children in raters in centres in municipalities
set.seed(7)
sizes <- c(4, 9, 15, 22, 6, 12, 30, 8)
oneway <- data.frame(centre = rep(letters[1:8], sizes))
oneway$y <- round(500 + 40 * rnorm(8)[match(oneway$centre, letters)] + 90 * rnorm(nrow(oneway)), 1)
a <- aov(y ~ centre, oneway)
ms <- summary(a)[[1]][["Mean Sq"]]
n0 <- (sum(sizes) - sum(sizes^2) / sum(sizes)) / (length(sizes) - 1)   # Searle, Casella & McCulloch 1992, 3.6
tau2 <- (ms[1] - ms[2]) / n0
balanced <- expand.grid(child = 1:5, rater = 1:3, centre = 1:12)
balanced$municipality <- (balanced$centre - 1) %/% 4
balanced$y <- round(500 + 30 * balanced$municipality + 60 * rnorm(12)[balanced$centre] + 50 * rnorm(36)[(balanced$centre - 1) * 3 + balanced$rater] + 80 * rnorm(nrow(balanced)), 1)
balanced$rater <- paste0(balanced$centre, "-", balanced$rater)
fit <- lmer(y ~ factor(municipality) + (1 | centre) + (1 | rater), balanced, control = lmerControl("bobyqa", optCtrl = list(rhoend = 1e-9)))
parts <- as.data.frame(VarCorr(fit)); part <- function(g) parts$vcov[parts$grp == g]
save("centres", paste0(r, ": multilevel::ICC1, ICC2(aov); stats::aov mean squares; lme4::lmer(REML) on balanced data, where REML is the analysis of variance; ", v("multilevel", "lme4")),
     "analysis.scales.centre_reliability",
     oneway = one(list(data = as.list(oneway), icc1 = ICC1(a), icc2 = ICC2(a), tau2 = tau2, sigma2 = ms[2],
                   reliability = setNames(tau2 / (tau2 + ms[2] / sizes), letters[1:8]))),
     nested = one(list(data = as.list(balanced[c("municipality", "centre", "rater", "y")]), centre = part("centre"), rater = part("rater"),
                   residual = part("Residual"), reliability = part("centre") / (part("centre") + part("rater") / 3 + part("Residual") / 15))))

# ---- scores, points and norms
mins <- holes
score <- ifelse(rowSums(!is.na(mins)) >= 4, rowMeans(mins, na.rm = TRUE), NA)  # two thirds of five, rounded up
m <- mean(score, na.rm = TRUE); s <- sd(score, na.rm = TRUE)
w <- rep(c(1, .5, .5, 1), length.out = sum(!is.na(score))); y <- score[!is.na(score)]
known <- cov.wt(cbind(y), wt = w, method = "ML")
save("scores", paste0(r, ": base::rowMeans, stats::sd, stats::cov.wt(method = \"ML\") times n / (n - 1), base::scale"),
     c("analysis.scales.score_scale", "analysis.scales.to_points", "analysis.scales.norms"),
     data = as.list(mins), score = score, points = 500 + 100 * as.numeric(scale(score)), mean = unbox(m), sd = unbox(s),
     weights = w, weighted_mean = unbox(unname(known$center)), weighted_sd = unbox(sqrt(known$cov[1, 1] * length(y) / (length(y) - 1))))

# ---- slope over age within centres
set.seed(11)
aged <- data.frame(centre = rep(paste0("c", 1:9), c(14, 5, 30, 9, 2, 18, 1, 22, 11)))
aged$age <- round(runif(nrow(aged), 44, 74))
aged$y <- round(500 + 3 * (aged$age - 60) + 50 * rnorm(9)[match(aged$centre, unique(aged$centre))] + 90 * rnorm(nrow(aged)), 1)
test <- coef_test(lm(y ~ age + centre, aged), vcov = "CR2", cluster = aged$centre, test = "Satterthwaite")["age", ]
limits <- conf_int(lm(y ~ age + centre, aged), vcov = "CR2", cluster = aged$centre)[2, ]
save("age", paste0(r, ": clubSandwich::coef_test and conf_int of lm(y ~ age + centre), vcov = \"CR2\", Satterthwaite; ", v("clubSandwich")),
     "analysis.scales.age_slope", data = as.list(aged), estimate = unbox(test$beta), se = unbox(test$SE), df = unbox(test$df_Satt),
     p = unbox(test$p_Satt), low = unbox(limits$CI_L), high = unbox(limits$CI_U), mean_age = unbox(mean(aged$age)))

# ---- comparability: two groups, four items 1-5, the second item harder in the second group
set.seed(20170301)
n <- 400
g <- rep(c("one", "two"), c(250, 150))
eta <- rnorm(n) + ifelse(g == "two", .2, 0)
load <- c(.8, .7, .7, .6)
bank <- as.data.frame(sapply(1:4, function(j) cut_at(load[j] * eta + sqrt(1 - load[j]^2) * rnorm(n) - ifelse(g == "two" & j == 2, .6, 0), c(-1.5, -.7, .2, 1.1))))
names(bank) <- paste0("b", 1:4)
bank$group <- g
names4 <- paste0("b", 1:4)
tests <- function(anchors) {
  found <- lapply(names4, function(item) {
    d <- data.frame(y = factor(bank[[item]]), rest = rowMeans(bank[setdiff(anchors, item)]), group = factor(g))
    fits <- lapply(list(y ~ rest, y ~ rest + group, y ~ rest * group), function(f) polr(f, d, Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000)))
    null <- polr(y ~ 1, d, control = list(reltol = 1e-15))
    nagelkerke <- function(f) (1 - exp((f$deviance - null$deviance) / n)) / (1 - exp(-null$deviance / n))
    data.frame(item = item, estimate = unname(coef(fits[[2]])["grouptwo"]), se = sqrt(vcov(fits[[2]])["grouptwo", "grouptwo"]),
               chisq_uniform = fits[[1]]$deviance - fits[[2]]$deviance, chisq_nonuniform = fits[[2]]$deviance - fits[[3]]$deviance,
               r2_change = nagelkerke(fits[[3]]) - nagelkerke(fits[[1]]), deviance = fits[[3]]$deviance)
  })
  found <- do.call(rbind, found)
  found$p <- pchisq(found$chisq_uniform + found$chisq_nonuniform, 2, lower.tail = FALSE)
  found$q <- p.adjust(found$p, "BH")
  found
}
first <- tests(names4)
anchors <- names4
repeat {                                                       # the item that differs most is set aside until none does
  now <- tests(anchors); inside <- now[now$item %in% anchors, ]; inside$q <- p.adjust(inside$p, "BH"); inside <- inside[inside$q < .05, ]
  if (!nrow(inside) || length(anchors) <= 2) break
  anchors <- setdiff(anchors, inside$item[which.max(inside$chisq_uniform + inside$chisq_nonuniform)])
}
within <- function(x) sqrt(sum((x - ave(x, g))^2) / (n - 2))
true_sd <- function(items) {
  centred <- as.data.frame(lapply(bank[items], function(x) x - ave(x, g)))
  within(rowMeans(bank[items])) * sqrt(psych::alpha(centred, check.keys = FALSE)$total$raw_alpha)
}
whole <- rowMeans(bank[names4]); part <- rowMeans(bank[anchors]) * true_sd(names4) / true_sd(anchors)
gap <- function(x) 100 / within(whole) * (mean(x[g == "two"]) - mean(x[g == "one"]))
bank$centre <- rep(1:20, 20)
one_d <- lm(I(100 / within(whole) * (whole - part)) ~ group, bank)
cluster_se <- sqrt(clubSandwich::vcovCR(one_d, bank$centre, "CR0")[2, 2] * 20 / 19)
model <- "f =~ b1 + b2 + b3 + b4"
levels <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"), strict = c("loadings", "intercepts", "residuals"))
fits <- lapply(levels, function(equal) {
  f <- cfa(model, bank, group = "group", group.equal = equal, meanstructure = TRUE)
  m <- fitMeasures(f, c("chisq", "df", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr"))
  setNames(lapply(m, unbox), names(m))
})
save("comparability", paste0(r, ": MASS::polr, stats::p.adjust(method = \"BH\"), psych::alpha, clubSandwich::vcovCR(\"CR0\") * G / (G - 1), lavaan::cfa(group =, group.equal =, ML); ", v("MASS", "psych", "clubSandwich", "lavaan")),
     "analysis.scales.comparability", data = as.list(bank), first = as.list(first), purified = as.list(now), flagged = setdiff(names4, anchors),
     with_all = unbox(gap(whole)), without_flagged = unbox(gap(part)), se = unbox(cluster_se), invariance = fits)
