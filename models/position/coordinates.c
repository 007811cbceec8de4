/* Given places: one for all members in degrees, or one for each from the rows of a table, in degrees or in a unit of length. */
#include "models/position/position.h"

#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct coordinates {
	struct coordinate latitude, longitude;
	const struct csv *file;
	struct column_names columns;
	const char *unit;
};

static const struct param params[] = {
	{ "latitude", P_COORDINATE(struct coordinates, latitude), .min = -90, .max = 90,
	  .help = "degrees north of the equator, for all members; with `file` the column that has them" },
	{ "longitude", P_COORDINATE(struct coordinates, longitude), .min = -180, .max = 180,
	  .help = "degrees east of Greenwich, for all members; with `file` the column that has them" },
	{ "file", P_CSV(struct coordinates, file),
	  .help = "a table with a row for each member; `count` takes the first so many" },
	{ "columns", P_COLUMNS(struct coordinates, columns),
	  .help = "the two columns that say how far to the east and to the north each member is, in place of degrees" },
	{ "unit", P_TEXT(struct coordinates, unit), .help = "unit of length of the columns, as m" },
	{ 0 }
};

/* The unit in metres. */
static bool read_unit(const struct coordinates *c, struct mark mark, struct diag *diag, double *metres)
{
	enum dimension dimension;
	char *one = text_format("1 %s", c->unit);
	bool good = units_parse(one, strlen(one), DIM_BIT(DIM_LENGTH), diag, mark, metres, &dimension);

	free(one);
	return good;
}

static bool check_file(const struct coordinates *c, struct mark mark, struct diag *diag)
{
	double metres;

	if (c->columns.n && (c->latitude.column.name || c->longitude.column.name))
		return diag_error(diag, mark, "columns are for a plane, latitude and longitude for the earth; give one of both");
	if (c->columns.n) {
		if (c->columns.n != 2)
			return diag_error(diag, mark, "columns: expected two names, as [X, Y], not %u", c->columns.n);
		return c->unit ? read_unit(c, mark, diag, &metres) : diag_error(diag, mark, "unit is missing: the columns are lengths, as unit: m");
	}
	if (!c->latitude.column.name || !c->longitude.column.name)
		return diag_error(diag, mark, "with file, a position needs latitude and longitude, each the name of a column, or columns: [X, Y] and unit");
	return true;
}

static bool check(const void *config, struct mark mark, struct diag *diag)
{
	const struct coordinates *c = config;
	bool good = true;

	if (c->file)
		return check_file(c, mark, diag);
	for (int i = 0; i < 2; i++) {
		const struct coordinate *given = i ? &c->longitude : &c->latitude;

		if (given->column.name)
			good = diag_error(diag, given->column.mark, "'%s' is not a number of degrees; the name of a column needs file", given->column.name);
		else if (isnan(given->degrees))
			good = diag_error(diag, mark, "%s is missing: a position is {points: ...}, {layout: ..., area: ...}, {latitude: ..., longitude: ...}"
					  " or {file: ...}", i ? "longitude" : "latitude");
	}
	if (c->columns.n || c->unit)
		good = diag_error(diag, mark, "columns and unit have no effect without file");
	return good;
}

static uint64_t members(const void *config)
{
	const struct csv *file = ((const struct coordinates *)config)->file;

	return file ? file->rows : COUNT_UNSET;
}

/* A column in base units; NULL with errors at the cells that are no such number. */
static const double *read_column(struct build *b, const struct csv *file, const struct column_name *name, double scale, double most)
{
	uint32_t column = csv_column(file, name, b->diag);
	const double *read = column == COLUMN_NONE ? NULL : csv_numbers(file, column, b->world->arena, b->diag);
	double *value = arena_array(b->world->arena, file->rows, sizeof *value);
	uint32_t bad = 0;

	for (uint32_t i = 0; read && i < file->rows && csv_more_errors(bad); i++) {
		value[i] = read[i] * scale;
		if (fabs(value[i]) <= most)
			continue;
		diag_error(b->diag, csv_mark(file, column, i), "column '%s': %g is outside [%g, %g]", name->name, read[i], -most / scale, most / scale);
		bad++;
	}
	return read && !bad ? value : NULL;
}

static bool place_rows(struct build *b, const struct group *g, const struct choice *choice, struct position *position)
{
	const struct coordinates *c = choice->config;
	const double *x, *y;
	double metres = 1;

	if (g->count > c->file->rows)
		return diag_error(b->diag, choice->mark, "%s has %u row%s for the %u nodes of '%s'", c->file->path, c->file->rows,
				  c->file->rows == 1 ? "" : "s", g->count, g->name);
	if (c->columns.n && !read_unit(c, choice->mark, b->diag, &metres))
		return false;
	x = c->columns.n ? read_column(b, c->file, &c->columns.list[0], metres, 1e9) : read_column(b, c->file, &c->longitude.column, 1, 180);
	y = c->columns.n ? read_column(b, c->file, &c->columns.list[1], metres, 1e9) : read_column(b, c->file, &c->latitude.column, 1, 90);
	for (uint32_t i = 0; x && y && i < g->count; i++)
		position[i] = (struct position){ x[i], y[i] };
	return x && y;
}

static bool place(struct build *b, const struct group *g, const struct choice *choice, struct position *position, bool *on_earth)
{
	const struct coordinates *c = choice->config;

	*on_earth = c->columns.n == 0;
	if (c->file)
		return place_rows(b, g, choice, position);
	for (uint32_t i = 0; i < g->count; i++)
		position[i] = (struct position){ c->longitude.degrees, c->latitude.degrees };
	return true;
}

const struct position_class position_coordinates = {
	.model = { .slot = "position", .name = "coordinates", .params = params, .config_size = sizeof(struct coordinates), .check = check,
		   .standard = true, .help = "given places: {latitude, longitude} in degrees, or the rows of a file in degrees or lengths",
		   .assumptions = "The earth is a sphere of radius 6371.0088 km; heights are left out." },
	.members = members,
	.place = place,
};
