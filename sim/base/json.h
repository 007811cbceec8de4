#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "sim/base/text.h"

/* Values as JSON (RFC 8259), added to a text. */

/* A string in quotes; NULL is null. The text is UTF-8. */
void json_add_text(struct text *out, const char *text);

/* The shortest number that reads back as the same. NaN is null; what is infinite is 1e999, which readers take for infinity. */
void json_add_real(struct text *out, double value);

#endif
