# Rscript render.R FOLDER...: report.Rmd of each folder, all in this session. One folder: a process per report.
for (folder in commandArgs(trailingOnly = TRUE)) {
  rmarkdown::render(file.path(folder, "report.Rmd"), output_file = "report.html", envir = new.env(), quiet = TRUE)
}
