#ifndef BASE_INT128_H
#define BASE_INT128_H

/* 128-bit integers, which gcc and clang have on every 64-bit machine. */
__extension__ typedef __int128 i128;
__extension__ typedef unsigned __int128 u128;

#endif
