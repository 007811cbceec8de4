# The files of completion, and the pages that come from the program's tables. These are kept in git, so that a build needs no pages
# made first; tests/reference.sh tells when they are not what the tables say.

reference_pages = \
	%D%/reference/commands.md \
	%D%/reference/measures.md \
	%D%/reference/models.md \
	%D%/reference/policies.md \
	%D%/reference/results.md \
	%D%/reference/scenario.md

referencedir = $(docdir)/reference
dist_reference_DATA = $(reference_pages)
schemadir = $(pkgdatadir)
dist_schema_DATA = %D%/reference/scenario.schema.json
dist_man_MANS = %D%/man/fogline.1 %D%/man/fogline-results.5 %D%/man/fogline-scenario.5
bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = %D%/completion/fogline
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = %D%/completion/_fogline
EXTRA_DIST += %D%/generate.sh

docs: fogline$(EXEEXT)
	$(SHELL) $(srcdir)/%D%/generate.sh ./fogline $(srcdir)/%D%

.PHONY: docs
