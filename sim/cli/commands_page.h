#ifndef CLI_COMMANDS_PAGE_H
#define CLI_COMMANDS_PAGE_H

#include "sim/manual/page.h"

/* Every command with its options, exit codes, environment: what stands below a title. */
void commands_page(struct page *page);

#endif
