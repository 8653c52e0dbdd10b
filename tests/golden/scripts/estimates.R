# Expected values of analysis.estimates, from the field's own functions, on ../estimates_waves.csv and ../estimates_s12.csv (simulated).
# Rscript estimates.R   (in this folder; writes ../estimates_*.json)
suppressMessages({library(jsonlite); library(clubSandwich); library(lme4); library(lmerTest); library(metafor); library(psych); library(survey); library(performance)})
v <- function(...) paste(sapply(c(...), function(p) paste(p, packageVersion(p))), collapse = ", ")
r <- paste0("R ", getRversion())
one <- function(x) if (is.list(x)) lapply(x, one) else if (length(x) == 1 && is.null(names(x))) unbox(x) else if (is.null(names(x))) x else lapply(as.list(x), unbox)
save <- function(.name, .producer, .proves, ...) {
  content <- list(producer = unbox(.producer), script = unbox("scripts/estimates.R"), proves = I(paste0("analysis.estimates.", .proves)), ...)
  write(toJSON(lapply(content, function(x) if (inherits(x, c("scalar", "AsIs"))) x else one(x)), digits = NA, na = "null", null = "null"), paste0("../estimates_", .name, ".json"))
}
d <- read.csv("../estimates_waves.csv", colClasses = c(wave = "character"))
now <- d[d$wave == "3", ]
both <- d[d$wave %in% c("2", "3"), ]
# one contrast of a linear model: estimate, CR2 standard error, Satterthwaite df, t interval, p
cr2_rows <- function(model, cluster) {
  found <- coef_test(model, vcov = "CR2", cluster = cluster, test = "Satterthwaite")
  half <- qt(.975, found$df_Satt) * found$SE
  data.frame(term = rownames(found), estimate = found$beta, se = found$SE, df = found$df_Satt, low = found$beta - half, high = found$beta + half,
             p = found$p_Satt)
}
pick <- function(rows, term) as.list(rows[rows$term == term, -1])

# ---- means, regressions, shares, gaps, changes, leaders and staff: clubSandwich
mean_of <- function(frame, y = "y", cluster = "centre") pick(cr2_rows(lm(reformulate("1", y), frame), frame[[cluster]]), "(Intercept)")
weighted <- transform(now, root = sqrt(weight), rooted = sqrt(weight) * y)
share_of <- function(frame, code) {
  found <- mean_of(transform(frame, chose = as.numeric(answer == code)), "chose")
  s <- found$estimate; n <- min(nrow(frame), s * (1 - s) / found$se^2); z2 <- qt(.975, found$df)^2 / n
  middle <- (s + z2 / 2) / (1 + z2); half <- sqrt(s * (1 - s) * z2 + z2^2 / 4) / (1 + z2)
  list(estimate = s, se = found$se, df = found$df, low = middle - half, high = middle + half)
}
regression <- cr2_rows(lm(y ~ practice + gender, now), now$centre)
change <- cr2_rows(lm(y ~ wave, both), both$centre)
adjusted <- cr2_rows(lm(y ~ wave + gender + home, both), both$centre)
gap <- cr2_rows(lm(y ~ gender, now), now$centre)
gap_adjusted <- cr2_rows(lm(y ~ gender + home, now), now$centre)
gap_change <- cr2_rows(lm(y ~ gender * wave, both), both$centre)
wide <- merge(aggregate(y ~ child + centre, d[d$wave == "2", ], mean), aggregate(y ~ child + centre, now, mean), by = c("child", "centre"))
wide$change <- wide$y.y - wide$y.x
sides <- now[order(now$centre), ]
sides$role <- ifelse(ave(seq_len(nrow(sides)), sides$centre, FUN = seq_along) == 1, "leader", "staff")
pair <- cr2_rows(lm(y ~ I(role == "leader"), sides), sides$centre)
mean_now <- mean_of(now)
answering <- lapply(split(now, now$gender), function(part) {
  s <- share_of(transform(part, answer = answered), 1); s[c("estimate", "se", "df", "low", "high")]
})
save("cluster_robust", paste0(r, ": clubSandwich::coef_test(vcov = 'CR2', test = 'Satterthwaite') on lm; ", v("clubSandwich"), "; Wilson (1927) by hand in R; weights by the regression of sqrt(w) y on sqrt(w); detectable = (qt(.975) + qt(.8)) se"),
     c("cluster_robust_mean", "cluster_robust_means", "cluster_robust_means_by", "cluster_robust_regression", "answer_shares", "wave_change", "background_gaps",
       "cohort_change", "leader_staff_gap", "response_by_background", "smallest_detectable_difference"),
     mean = mean_now, weighted = pick(cr2_rows(lm(rooted ~ 0 + root, weighted), weighted$centre), "root"),
     by = lapply(split(now, now$municipality), mean_of), regression = split(regression[, -1], sub(" *$", "", regression$term)),
     shares = setNames(lapply(1:3, function(code) share_of(now, code)), 1:3),
     change = pick(change, "wave3"), adjusted = pick(adjusted, "wave3"), gap = pick(gap, "gendergirl"), gap_adjusted = pick(gap_adjusted, "gendergirl"),
     gap_change = pick(gap_change, "gendergirl:wave3"), cohort = c(mean_of(wide, "change"), n = nrow(wide)),
     leader_staff = pick(pair, "I(role == \"leader\")TRUE"), answering = answering,
     detectable = list(change = (qt(.975, change$df[2]) + qt(.8, change$df[2])) * change$se[2], mean = (qt(.975, mean_now$df) + qt(.8, mean_now$df)) * mean_now$se))

# ---- initiatives: centre means, clubSandwich with every centre its own cluster; beside others by hand
cells <- aggregate(y ~ centre + wave + municipality + exposed + modules + cohort, d, mean)
pairs <- merge(cells[cells$wave == "2", ], cells[cells$wave == "3", ], by = c("centre", "municipality", "exposed", "modules", "cohort"))
pairs <- transform(pairs, change = y.y - y.x, first = y.x - mean(y.x))
some <- cr2_rows(lm(change ~ exposed + first, pairs), pairs$centre)
dose <- cr2_rows(lm(change ~ modules + first, pairs), pairs$centre)
of_place <- lapply(split(both, both$municipality), function(part) pick(cr2_rows(lm(y ~ wave, part), part$centre), "wave3"))
own <- of_place[["m0"]]; others <- do.call(rbind, lapply(of_place[-1], as.data.frame)); k <- nrow(others)
between <- max(var(others$estimate) - mean(others$se^2), 0)
parts <- c(own$se^2, others$se^2 / k^2, between * (1 + 1 / k)); dfs <- c(own$df, others$df, k - 1)
beside <- list(estimate = own$estimate - mean(others$estimate), se = sqrt(sum(parts)), df = sum(parts)^2 / sum(parts^2 / dfs))
for (g in c("2", "3")) for (w in c("1", "2", "3")) if (as.integer(w) != as.integer(g) - 1) cells[[paste0("g", g, "w", w)]] <- as.numeric(cells$cohort == g & cells$wave == w)
dummies <- grep("^g[23]w", names(cells), value = TRUE)
staggered <- cr2_rows(lm(reformulate(c("centre", "wave", dummies), "y"), cells), cells$centre)
save("initiatives", paste0(r, ": clubSandwich::coef_test on lm of centre means (HC2), of cohort by wave dummies with centre and wave effects; Satterthwaite (1946) by hand in R; ", v("clubSandwich")),
     c("initiative_followup", "change_beside_others", "initiative_dose", "staggered_followup"),
     some = pick(some, "exposed"), dose = pick(dose, "modules"), beside = beside,
     staggered = setNames(lapply(dummies, function(name) pick(staggered, name)), dummies))

# ---- agreement: psych, metafor
inside <- function(x, g) x - ave(x, g)
within <- cor(inside(now$y, now$rater), inside(now$second, now$rater)); free <- nrow(now) - length(unique(now$rater)) - 2
long <- do.call(rbind, lapply(c("y", "second"), function(name) data.frame(centre = d$centre[d$wave != "2"], informant = name, value = d[[name]][d$wave != "2"])))
means <- aggregate(value ~ centre + informant, long, function(x) c(mean = mean(x), n = length(x), ss = sum((x - mean(x))^2)))
means <- data.frame(means[1:2], means$value)
pooled <- sapply(split(means, means$informant), function(part) sum(part$ss) / sum(part$n - 1))
means$error <- pooled[means$informant] / means$n
bivariate <- rma.mv(mean, V = error, mods = ~ 0 + informant, random = ~ informant | centre, struct = "UN", data = means, control = list(optimizer = "optim", optmethod = "BFGS", reltol = 1e-14, maxit = 2000))
g <- length(unique(means$centre)); rise <- (g - 1) * log1p(qt(.975, g - 2)^2 / (g - 2))     # of Student's exact test, not chi-square's 3.84
limits <- confint(bivariate, rho = 1, level = 100 * pchisq(rise, 1), control = list(tol = 1e-8))
apart <- update(bivariate, rho = 0); risen <- 2 * as.numeric(logLik(bivariate) - logLik(apart))
no_correlation <- 2 * pt(-sqrt((g - 2) * expm1(risen / (g - 1))), g - 2)
save("agreement", paste0(r, ": stats::cor; psych::r.con; metafor::rma.mv(random = ~ informant | centre, struct = 'UN', REML), confint (profile likelihood, at the level of Student's exact limit), logLik; ", v("psych", "metafor")),
     c("informant_agreement", "centre_agreement"),
     plain = list(r = cor(now$y, now$second), ci = r.con(cor(now$y, now$second), nrow(now))), within = list(r = within, ci = r.con(within, free + 3)),
     centres = list(rho = bivariate$rho, tau = sqrt(bivariate$tau2), low = limits$random["rho", "ci.lb"], high = limits$random["rho", "ci.ub"],
                    p = no_correlation))

# ---- the REML likelihood of lme4: tau with its profile, change of tau, centre estimates integrated over tau
s12 <- read.csv("../estimates_s12.csv")
likelihood <- function(formula, frame) {                       # REML deviance at tau (outer level), rater SD, sigma
  f <- suppressMessages(lmer(formula, frame, REML = TRUE, devFunOnly = TRUE, control = lmerControl(check.conv.singular = "ignore")))
  environment(f)$frame_n <- nrow(frame); e <- environment(f); p <- ncol(e$pp$X)
  names_of <- names(suppressMessages(getME(lmer(formula, frame, control = lmerControl(check.conv.singular = "ignore", calc.derivs = FALSE)), "theta")))
  place <- grep("^centre", names_of)
  function(tau, rater, sigma) {
    theta <- numeric(length(names_of)); theta[place] <- tau / sigma; if (length(theta) > 1) theta[-place] <- rater / sigma
    f(theta)
    e$pp$ldL2() + e$pp$ldRX2() + (nrow(frame) - p) * log(2 * pi * sigma^2) + (e$resp$wrss() + e$pp$sqrL(1)) / sigma^2
  }
}
profile_tau <- function(formula, frame, rated) {
  dev <- likelihood(formula, frame); sd0 <- sd(frame$y)
  at <- function(tau) {
    if (!rated) return(optimize(function(l) dev(tau, 0, exp(l)), log(sd0) + c(-2, 1), tol = 1e-10)$objective)
    optim(c(log(sd0 * .9), sd0 * .2), function(x) dev(tau, abs(x[2]), exp(x[1])), control = list(reltol = 1e-14, maxit = 5000))$value
  }
  best <- optimize(at, c(0, 3 * sd0), tol = 1e-8)
  if (at(0) <= best$objective) best <- list(minimum = 0, objective = at(0))
  limit <- best$objective + qchisq(.95, 1)
  low <- if (at(0) <= limit) 0 else uniroot(function(tau) at(tau) - limit, c(0, best$minimum), tol = 1e-8)$root
  list(at = at, tau = best$minimum, lowest = best$objective, low = low, high = uniroot(function(tau) at(tau) - limit, c(best$minimum + 1e-6, 5 * sd0), tol = 1e-8)$root,
       p = if (best$minimum > 0) pchisq(at(0) - best$objective, 1, lower.tail = FALSE) / 2 else 1)
}
keep <- c("tau", "low", "high", "p")
s12_1 <- profile_tau(y ~ 1 + (1 | centre), s12, FALSE); s12_2 <- profile_tau(y ~ 1 + (1 | centre) + (1 | rater), s12, TRUE)
before <- profile_tau(y ~ 1 + (1 | centre), d[d$wave == "2", ], FALSE); after <- profile_tau(y ~ 1 + (1 | centre), now, FALSE)
common <- optimize(function(tau) before$at(tau) + after$at(tau), sort(c(before$tau, after$tau)), tol = 1e-6)$objective - before$lowest - after$lowest
difference <- after$tau - before$tau
save("spread", paste0(r, ": REML criterion of lme4::lmer(devFunOnly = TRUE), profiled with optimize/optim, ends by uniroot; MOVER (Donner & Zou 2012) by hand in R; ", v("lme4")),
     c("between_centre_sd", "spread_change"), two_level = s12_1[keep], raters = s12_2[keep], earlier = before[keep], later = after[keep],
     change = list(estimate = difference, low = difference - sqrt((after$tau - after$low)^2 + (before$high - before$tau)^2),
                   high = difference + sqrt((after$high - after$tau)^2 + (before$tau - before$low)^2), p = pchisq(common, 1, lower.tail = FALSE)))

# mixtures over a dense grid of tau / sigma, flat prior on it (Gelman 2006); everything else analytically, full matrices
mixture <- function(w, m, s, df) {
  cdf <- function(x) sum(w * pt((x - m) / s, df))
  at <- function(q) uniroot(function(x) cdf(x) - q, sum(w * m) + c(-60, 60) * max(s), tol = 1e-9)$root
  c(estimate = sum(w * m), se = sqrt(sum(w * (s^2 * (if (is.finite(df)) df / (df - 2) else 1) + (m - sum(w * m))^2))), low = at(.025), high = at(.975), p = 2 * min(cdf(0), 1 - cdf(0)))
}
posterior <- function(frame, roots) {
  Z <- model.matrix(~ 0 + factor(centre), frame); y <- frame$y; n <- length(y); G <- ncol(Z); size <- colSums(Z)
  rest <- (matrix(size, G, G, byrow = TRUE) - diag(size)) / (n - size)          # the other centres, by their forms
  out <- lapply(roots, function(root) {
    V <- diag(n) + root^2 * Z %*% t(Z); W <- solve(V); info <- sum(W); mu <- sum(W %*% y) / info; e <- y - mu
    rss <- c(t(e) %*% W %*% e); s2 <- rss / (n - 1)
    u <- root^2 * t(Z) %*% W; centre <- mu + u %*% e; load <- 1 - u %*% rep(1, n); known <- root^2 * diag(G) - root^4 * t(Z) %*% W %*% Z
    cover <- s2 * (known + load %*% t(load) / info); D <- diag(G) - rest
    list(logd = -.5 * (determinant(V)$modulus + log(info) + (n - 1) * log(rss)), m = c(centre), s = sqrt(diag(cover)), dm = c(D %*% centre), ds = sqrt(pmax(diag(D %*% cover %*% t(D)), 1e-12)))
  })
  logd <- sapply(out, `[[`, "logd"); w <- exp(logd - max(logd)); w[1] <- w[1] / 2; w[length(w)] <- w[length(w)] / 2; w <- w / sum(w)
  get <- function(name) sapply(out, `[[`, name)
  over <- function(m, s) t(sapply(1:G, function(g) mixture(w, m[g, ], s[g, ], n - 1)))
  list(means = over(get("m"), get("s")), differences = over(get("dm"), get("ds")))
}
found <- posterior(s12, seq(0, 2.5, length.out = 401))
columns <- function(x) as.list(as.data.frame(x))
cell <- aggregate(y ~ centre + wave, both, function(x) c(mean(x), length(x), sum((x - mean(x))^2)))
cell <- data.frame(cell[1:2], cell$y); names(cell) <- c("centre", "wave", "mean", "n", "ss")
# the model of centre_change: a random intercept per centre by wave, a mean per wave; its residual variance by lme4
change_model <- lmer(y ~ 0 + wave + (1 | cell), transform(both, cell = paste(centre, wave)), control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9)))
s2 <- sigma(change_model)^2
wide2 <- merge(cell[cell$wave == "2", ], cell[cell$wave == "3", ], by = "centre")
D <- wide2$mean.y - wide2$mean.x; E <- s2 / wide2$n.x + s2 / wide2$n.y
gammas <- seq(0, 5 * sqrt(var(D) + mean(E)), length.out = 2001)
each <- lapply(gammas, function(g) {t2 <- g^2 + E; prec <- sum(1 / t2); mu <- sum(D / t2) / prec; sh <- g^2 / t2
  list(logd = -.5 * (sum(log(t2)) + log(prec) + sum((D - mu)^2 / t2)), m = sh * D + (1 - sh) * mu, s = sqrt(sh * E + (1 - sh)^2 / prec))})
logd <- sapply(each, `[[`, "logd"); w <- exp(logd - max(logd)); w[1] <- w[1] / 2; w <- w / sum(w)
m <- sapply(each, `[[`, "m"); s <- sapply(each, `[[`, "s")
changes <- t(sapply(seq_along(D), function(g) mixture(w, m[g, ], s[g, ], Inf)))
save("centres", paste0(r, ": dense matrices, the REML likelihood summed over a fine grid of tau / sigma, quantiles by uniroot; residual variance of changes by lme4::lmer; ", v("lme4")),
     c("centre_estimates", "centre_comparisons", "centre_change"), unit = sort(unique(s12$centre)), means = columns(found$means), comparisons = columns(found$differences),
     change_unit = wide2$centre, changes = columns(changes))

# ---- practice beside outcomes, variance explained: lmerTest, performance
per <- now[!duplicated(now$centre), ]
ready <- transform(now, practice_z = (practice - mean(per$practice)) / sd(per$practice), outcome_z = (y - mean(y)) / sd(y))
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9), check.conv.singular = "ignore")
link <- lmerTest::lmer(outcome_z ~ practice_z + gender + municipality + (1 | centre) + (1 | rater), ready, control = tight)
row <- summary(link)$coefficients["practice_z", ]
vc <- as.data.frame(VarCorr(link)); V0 <- vc$vcov[vc$grp == "centre"] * outer(ready$centre, ready$centre, "==") + vc$vcov[vc$grp == "rater"] * outer(ready$rater, ready$rater, "==") + vc$vcov[vc$grp == "Residual"] * diag(nrow(ready))
X <- model.matrix(~ practice_z + gender + municipality, ready)
without <- sapply(unique(ready$centre), function(out) {k <- ready$centre != out; W <- solve(V0[k, k]); solve(t(X[k, ]) %*% W %*% X[k, ], t(X[k, ]) %*% W %*% ready$outcome_z[k])[2]})
back <- lmer(y ~ gender + home + (1 | centre), now, control = tight)
marginal <- as.numeric(r2_nakagawa(back)$R2_marginal)
XB <- model.matrix(back); fixed <- var(c(XB %*% fixef(back))); chance <- sum(diag(as.matrix(vcov(back)) %*% cov(XB)))
rest <- sum(as.data.frame(VarCorr(back))$vcov)
save("models", paste0(r, ": lmerTest::lmer (Satterthwaite), generalised least squares on dense matrices without each centre; performance::r2_nakagawa; ", v("lmerTest", "lme4", "performance")),
     c("practice_outcome_links", "practice_means", "variance_explained_by_background"),
     link = list(estimate = row[["Estimate"]], se = row[["Std. Error"]], df = row[["df"]], p = row[["Pr(>|t|)"]], low = min(without), high = max(without)),
     practice = as.list(tapply(now$y, now$centre, mean)[table(now$centre) >= 5]),
     explained = list(marginal = marginal, corrected = (fixed - chance) / (fixed - chance + rest)))

# ---- raking and rates
margins <- list(gender = c(boy = .45, girl = .55), home = c(danish = .8, other = .2))
design <- svydesign(ids = ~1, weights = ~weight, data = now)
raked <- rake(design, list(~gender, ~home), lapply(names(margins), function(name) setNames(data.frame(names(margins[[name]]), margins[[name]] * sum(now$weight)), c(name, "Freq"))),
              control = list(maxit = 200, epsilon = 1e-12))
rates <- aggregate(cbind(answered, invited = 1) ~ municipality, transform(now), sum)
save("raking", paste0(r, ": survey::rake, weighted mean; base::aggregate; ", v("survey")), c("rake_weights", "response_rates"),
     margins = lapply(margins, as.list), weights = unname(weights(raked) / mean(weights(raked))), mean = coef(svymean(~y, raked))[["y"]],
     rates = list(municipality = rates$municipality, answered = rates$answered, invited = rates$invited))

# ---- formulas: Benjamini & Hochberg's own 15 p values, Hedges' g, Fisher's interval
suppressMessages(library(effectsize))
bh95 <- c(.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1)
x <- c(4, 5, 6, 5, 7, 8, 6, 5); z <- c(3, 4, 5, 4, 6, 5, 4, 3, 4)
g <- hedges_g(x, z, pooled_sd = TRUE)
J <- function(m) exp(lgamma(m / 2) - log(sqrt(m / 2)) - lgamma((m - 1) / 2))
save("formulas", paste0(r, ": stats::p.adjust(method = 'BH'); effectsize::hedges_g(pooled_sd = TRUE); psych::r.con; ", v("effectsize", "psych")),
     c("adjust_p_values", "hedges_g"), bh = list(p = bh95, q = p.adjust(bh95, "BH")),
     hedges = list(x = x, y = z, g = g$Hedges_g, ci = c(g$CI_low, g$CI_high), p_student = t.test(x, z, var.equal = TRUE)$p.value,
                   J = setNames(lapply(c(5, 10, 15, 20, 50, 100), J), paste0("df", c(5, 10, 15, 20, 50, 100)))),
     fisher = list(r = .47, n = 415, ci = r.con(.47, 415)))

# ---- the random-intercept model: lme4, lmerTest
model_of <- function(formula) {
  m <- lmerTest::lmer(formula, s12, control = tight); s <- summary(m)$coefficients; vc <- as.data.frame(VarCorr(m))
  centres <- ranef(m, condVar = TRUE)$centre
  list(formula = deparse1(formula), n = nobs(m), b = unname(s[, 1]), se = unname(s[, 2]), df = unname(s[, 3]), var = setNames(as.list(vc$vcov), vc$grp),
       logLik = as.numeric(logLik(m)), singular = isSingular(m), ranef_centre = setNames(as.list(centres[, 1]), rownames(centres)),
       sd_centre = setNames(as.list(sqrt(attr(centres, "postVar")[1, 1, ])), rownames(centres)))
}
save("s12", paste0(r, ": lme4::lmer(REML, bobyqa, rhoend = 1e-9), lmerTest Satterthwaite df, ranef(condVar = TRUE); ", v("lme4", "lmerTest")), "random_intercept_model",
     data = "tests/golden/estimates_s12.csv, simulated: children in raters in 12 centres",
     models = list(s12 = model_of(y ~ sex + age + cx + (1 | centre) + (1 | rater)), s12_0 = model_of(y ~ 1 + (1 | centre) + (1 | rater)), s12_1 = model_of(y ~ 1 + (1 | centre))))
