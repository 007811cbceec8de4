/* Strings and numbers of JSON. */
#include "sim/base/json.h"

#include <math.h>

static void add_character(struct text *out, char c)
{
	switch (c) {
	case '"':
	case '\\':
		text_add(out, "\\%c", c);
		break;
	case '\n':
		text_add(out, "\\n");
		break;
	case '\t':
		text_add(out, "\\t");
		break;
	default:
		if ((unsigned char)c < 0x20)
			text_add(out, "\\u%04x", (unsigned)(unsigned char)c);
		else
			text_append(out, &c, 1);
	}
}

void json_add_text(struct text *out, const char *text)
{
	if (!text) {
		text_add(out, "null");
		return;
	}
	text_add(out, "\"");
	for (; *text; text++)
		add_character(out, *text);
	text_add(out, "\"");
}

void json_add_real(struct text *out, double value)
{
	char buffer[32];

	if (isnan(value))
		text_add(out, "null");
	else if (isinf(value))
		text_add(out, value > 0 ? "1e999" : "-1e999");
	else
		text_add(out, "%s", text_of_number(value, buffer));
}
