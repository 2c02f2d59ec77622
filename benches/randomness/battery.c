/* A TestU01 battery on the 32-bit little-endian words of standard input: battery NAME small|crush */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <testu01/bbattery.h>
#include <testu01/swrite.h>
#include <testu01/unif01.h>

#define WORDS (1 << 18)

static uint32_t words[WORDS];
static size_t next = WORDS;
static unsigned long long read_in = 0;

static unsigned int word(void)
{
    if (next == WORDS) {
        if (fread(words, sizeof words[0], WORDS, stdin) != WORDS) {
            fputs("battery: standard input ended before the battery did\n", stderr);
            exit(1);
        }
        read_in += WORDS;
        next = 0;
    }
    return words[next++];
}

int main(int argc, char **argv)
{
    int crush = argc == 3 && strcmp(argv[2], "crush") == 0;
    if (argc != 3 || (!crush && strcmp(argv[2], "small") != 0)) {
        fputs("battery NAME small|crush < words\n", stderr);
        return 2;
    }
    setvbuf(stdin, NULL, _IOFBF, 1 << 20);
    swrite_Basic = FALSE;
    unif01_Gen *generator = unif01_CreateExternGenBits(argv[1], word);
    if (crush)
        bbattery_Crush(generator);
    else
        bbattery_SmallCrush(generator);
    unif01_DeleteExternGenBits(generator);

    printf("every p-value (%d statistics):\n", bbattery_NTests);
    for (int i = 0; i < bbattery_NTests; i++)
        printf("%-30s %.6g\n", bbattery_TestNames[i], bbattery_pVal[i]);
    printf("words used: %llu\n", read_in - (WORDS - next));
    return 0;
}
