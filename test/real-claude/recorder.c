/* The test's own witness: a hook that appends what it was given on stdin to the file named by its argument, one JSON
 * line a firing, {"at_us": microseconds since the epoch, "event": the event as it came}. Static C, because Claude Code
 * ends a headless run's last hooks some 27 ms after their start. Build: cc -O2 -static -o recorder recorder.c */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

int main(int count, char **arguments) {
  if (count < 2) return 64;
  struct timeval now;
  gettimeofday(&now, NULL);
  size_t room = 1 << 16, length = 0;
  char *line = malloc(room);
  length += (size_t)sprintf(line, "{\"at_us\":%lld,\"event\":", now.tv_sec * 1000000LL + now.tv_usec);
  for (ssize_t got; (got = read(0, line + length, room - length - 2)) > 0;) {
    length += (size_t)got;
    if (room - length < 1 << 12) line = realloc(line, room *= 2);
  }
  while (line[length - 1] == '\n') length -= 1;
  memcpy(line + length, "}\n", 2);
  int file = open(arguments[1], O_WRONLY | O_APPEND | O_CREAT, 0600); /* one append of one write: lines never mix */
  return file >= 0 && write(file, line, length + 2) == (ssize_t)(length + 2) ? 0 : 1;
}
