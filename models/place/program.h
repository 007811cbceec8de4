#ifndef MODELS_PLACE_PROGRAM_H
#define MODELS_PLACE_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Linear programs in variables from 0 to 1, some of which are whole: the least sum of cost x variable. Solved by branch and bound (GLPK),
 * in an order that depends on the program alone.
 */
struct program;

/* Freed by program_free. */
struct program *program_new(void);
void program_free(struct program *p);

/* A variable; its number, from 0. */
uint32_t program_variable(struct program *p, double cost, bool whole);

/* The sum of factor x variable shall be from `least` to `most`, either of which may be infinite; variables are different. */
void program_row(struct program *p, double least, double most, uint32_t n, const uint32_t *variable, const double *factor);

enum program_end { PROGRAM_BEST, PROGRAM_CUT_SHORT, PROGRAM_NONE, PROGRAM_FAILED };

struct program_answer {
	double *value;                     /* of each variable: given a feasible solution to begin with; changed if a better one is found */
	double bound;                      /* no solution costs less; -INFINITY: not known */
	uint64_t nodes;                    /* of the tree of branch and bound that were made */
};

/*
 * Look at no more than `most_nodes` nodes. PROGRAM_NONE: there is no feasible solution; FAILED: numerical trouble, or the library gave up;
 * then the solution given is as it was. `feasible` tells whether answer->value is one.
 */
enum program_end program_solve(struct program *p, bool feasible, uint64_t most_nodes, struct program_answer *answer);

#endif
