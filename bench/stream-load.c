/* The load of the streaming benches: subscribers that read WebSocket frames, and publishers, on one epoll loop.
 * It knows no server: handshakes, requests and events are files that the bench wrote, in which `bench-000000000000` is
 * the number of the event and `content-length: 0000000000` the length of a body of several lines.
 * Says "ready" when everybody is connected, and one JSON object at the end.
 * Build: cc -O2 -o stream-load stream-load.c      Use: stream-load port=8765 pid=4711 how=frames … */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define RING (1u << 20)           /* events that can be on their way */
#define BUCKET_NS 10000ull        /* a latency is known to 10 us … */
#define BUCKETS (3u * 1000 * 1000) /* … up to 30 s */
#define CHUNK (4u << 20)
#define MAX_LINES 500
#define DRAIN_NS 5000000000ull
#define SAMPLE_NS 200000000ull
static const char MARK[] = "bench-";
static const char NUMBER[] = "bench-000000000000";
static const char LENGTH[] = "content-length: 0000000000";

enum how { FRAMES, POSTS, LINES, SHORT };
enum kind { SUBSCRIBER, PUBLISHER, CLOCK };
enum state { IDLE, CONNECTING, GREETING, ANSWERING };

struct text { char *at; size_t length; };

struct conn {
  enum kind kind;
  enum state state;
  int fd;
  char *rest;                     /* a frame or an answer that is not whole yet */
  size_t restLength, restRoom;
  char *out;                      /* what is still to be written */
  size_t outLength, outSent, outRoom;
  uint64_t first, events;         /* what the request at hand carries */
  struct conn *nextFree;
};

static struct {
  int port, subscribers, publishers, inFlight, wsClose;
  long pid;
  double rate, seconds, warmup;
  enum how how;
  struct text knock, hail, publisherHail, greeting, event, head;
} conf = {.port = 8765, .publishers = 1, .inFlight = 64, .seconds = 3, .warmup = 1};

static uint64_t sentNs[RING];
static uint32_t received[RING];
static uint32_t histogram[BUCKETS];
static uint64_t nextEvent, done, deliveries, windowDeliveries, windowEvents, answered, windowAnswered;
static uint64_t failures, closedByServer, gaps, refused;
static uint64_t startedNs, windowNs, endNs, rssPeakKb, nowNs;
static int isMeasuring, isDraining, loop;
static struct conn *freePublishers;
static char chunk[CHUNK + (64 << 10)];

static void die(const char *form, ...) {
  va_list args;
  va_start(args, form);
  vfprintf(stderr, form, args);
  fprintf(stderr, ": %s\n", strerror(errno));
  exit(1);
}

static uint64_t monotonic(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000ull + (uint64_t)now.tv_nsec;
}

/* ---- what /proc says of the server ---- */

static uint64_t cpuUs(void) {
  char name[64], line[1024];
  snprintf(name, sizeof name, "/proc/%ld/stat", conf.pid);
  FILE *file = fopen(name, "r");
  if (!file) return 0;
  size_t n = fread(line, 1, sizeof line - 1, file);
  fclose(file);
  line[n] = 0;
  unsigned long user = 0, system = 0;
  char *behindName = strrchr(line, ')');
  if (behindName) sscanf(behindName + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
  return (uint64_t)(user + system) * 1000000ull / (uint64_t)sysconf(_SC_CLK_TCK);
}

static uint64_t rssKb(void) {
  char name[64];
  unsigned long pages = 0;
  snprintf(name, sizeof name, "/proc/%ld/statm", conf.pid);
  FILE *file = fopen(name, "r");
  if (!file) return 0;
  if (fscanf(file, "%*u %lu", &pages) != 1) pages = 0;
  fclose(file);
  return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE) / 1024;
}

/* ---- bytes out ---- */

static void watch(struct conn *c, uint32_t events, int op) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(loop, op, c->fd, &event)) die("epoll_ctl");
}

static char *room(struct conn *c, size_t bytes) {
  if (c->outSent == c->outLength) c->outSent = c->outLength = 0;
  if (c->outLength + bytes > c->outRoom) {
    c->outRoom = (c->outLength + bytes) * 2;
    if (!(c->out = realloc(c->out, c->outRoom))) die("no memory");
  }
  char *at = c->out + c->outLength;
  c->outLength += bytes;
  return at;
}

static void put(struct conn *c, struct text text) { memcpy(room(c, text.length), text.at, text.length); }

/* A client's frame, masked with zeros. */
static void putFrame(struct conn *c, int opcode, const char *payload, size_t length) {
  size_t head = length < 126 ? 6 : length < 65536 ? 8 : 14;
  char *at = room(c, head + length);
  memset(at, 0, head);
  at[0] = (char)(0x80 | opcode);
  if (length < 126) at[1] = (char)(0x80 | length);
  else if (length < 65536) at[1] = (char)0xfe, at[2] = (char)(length >> 8), at[3] = (char)length;
  else {
    at[1] = (char)0xff;
    for (int byte = 0; byte < 8; byte++) at[2 + byte] = (char)((uint64_t)length >> (56 - 8 * byte));
  }
  if (length) memcpy(at + head, payload, length);
}

static void flushOut(struct conn *c) {
  while (c->outSent < c->outLength) {
    ssize_t n = write(c->fd, c->out + c->outSent, c->outLength - c->outSent);
    if (n < 0 && errno == EAGAIN) { watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD); return; }
    if (n < 0) { failures++; c->outSent = c->outLength = 0; return; }
    c->outSent += (size_t)n;
  }
}

static void fill(char *at, uint64_t value, int digits) {
  for (int digit = digits - 1; digit >= 0; digit--, value /= 10) at[digit] = (char)('0' + value % 10);
}

static void number(char *from, size_t length, uint64_t event) {
  char *end = from + length, *at = from;
  while ((at = memmem(at, (size_t)(end - at), NUMBER, sizeof NUMBER - 1))) {
    at += sizeof MARK - 1;
    fill(at, event, 12);
  }
}

static struct text numbered(uint64_t event) {
  static char *copy;
  if (!copy && !(copy = malloc(conf.event.length))) die("no memory");
  memcpy(copy, conf.event.at, conf.event.length);
  number(copy, conf.event.length, event);
  return (struct text){copy, conf.event.length};
}

/* ---- events out ---- */

static void taken(uint64_t event) {
  done++;
  received[event % RING] = 0;
}

static uint64_t begin(uint64_t dueNs) {
  uint64_t event = nextEvent++;
  sentNs[event % RING] = dueNs;
  received[event % RING] = 0;
  if (isMeasuring) windowEvents++;
  return event;
}

static void putEvents(struct conn *c, uint64_t events, uint64_t stepNs, uint64_t dueNs) {
  c->first = nextEvent;
  c->events = events;
  if (conf.how == LINES) {
    char *head = room(c, conf.head.length);
    size_t at = (size_t)(head - c->out);
    memcpy(head, conf.head.at, conf.head.length);
    char *length = memmem(c->out + at, conf.head.length, LENGTH, sizeof LENGTH - 1);
    if (!length) { errno = 0; die("the head has no length"); }
    fill(length + sizeof LENGTH - 11, events * conf.event.length, 10);
  }
  for (uint64_t i = 0; i < events; i++) {
    struct text text = numbered(begin(dueNs + i * stepNs));
    if (conf.how == FRAMES) putFrame(c, 1, text.at, text.length);
    else put(c, text);
  }
}

static void release(struct conn *c) {
  c->state = IDLE;
  c->nextFree = freePublishers;
  freePublishers = c;
}

/* Wakes the loop when the next event is due: a steady tick would make each as late as it likes. */
static void wakeAt(uint64_t dueNs) {
  static struct conn clock = {.kind = CLOCK, .fd = -1};
  if (clock.fd < 0) {
    clock.fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    watch(&clock, EPOLLIN, EPOLL_CTL_ADD);
  }
  struct itimerspec due = {.it_value = {(time_t)(dueNs / 1000000000ull), (long)(dueNs % 1000000000ull)}};
  timerfd_settime(clock.fd, TFD_TIMER_ABSTIME, &due, NULL);
}

static uint64_t dueAt(uint64_t event) { return startedNs + (uint64_t)((double)event / conf.rate * 1e9); }

static void startShort(struct conn *c);

/* Sends what may go now: in the closed loop up to the events in flight, in the open one what is due. */
static void publish(void) {
  if (isDraining) return;
  while (freePublishers) {
    uint64_t may, stepNs = 0, dueNs = nowNs;
    if (conf.rate > 0) {
      uint64_t due = (uint64_t)((double)(nowNs - startedNs) / 1e9 * conf.rate + 1e-6) + 1;
      stepNs = (uint64_t)(1e9 / conf.rate);
      dueNs = dueAt(nextEvent);
      may = due > nextEvent ? due - nextEvent : 0;
      if (may == 0) wakeAt(dueNs);
      if (nextEvent - done + may > RING / 2) { errno = 0; die("too far behind"); }
    } else {
      uint64_t away = nextEvent - done;
      may = away < (uint64_t)conf.inFlight ? (uint64_t)conf.inFlight - away : 0;
    }
    if (may == 0) return;
    struct conn *c = freePublishers;
    if (conf.how == FRAMES) {
      if (c->outSent < c->outLength) return; /* the server does not read: it will be late, and that counts */
      putEvents(c, may > MAX_LINES ? MAX_LINES : may, stepNs, dueNs);
      flushOut(c);
      if (conf.subscribers == 0) { errno = 0; die("frames are answered by nobody"); }
      continue;
    }
    freePublishers = c->nextFree;
    if (conf.how == SHORT) {
      c->first = begin(dueNs);
      c->events = 1;
      startShort(c);
      continue;
    }
    putEvents(c, conf.how == POSTS ? 1 : may > MAX_LINES ? MAX_LINES : may, stepNs, dueNs);
    c->state = ANSWERING;
    flushOut(c);
  }
}

/* ---- short connections: connect, greet, hear, send, hear, close ---- */

static void startShort(struct conn *c) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)conf.port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (c->fd < 0) die("socket");
  c->restLength = c->outLength = c->outSent = 0;
  int one = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  c->state = conf.greeting.length ? GREETING : ANSWERING;
  put(c, conf.greeting.length ? conf.greeting : numbered(c->first));
  if (connect(c->fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS) die("connect");
  watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_ADD);
}

static void latency(uint64_t event) {
  uint64_t sent = sentNs[event % RING];
  if (windowNs == 0 || sent < windowNs || sent > endNs) return;
  uint64_t bucket = (nowNs - sent) / BUCKET_NS;
  histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
}

static void endRequest(struct conn *c, int isTaken) {
  answered += c->events;
  if (isMeasuring) windowAnswered += c->events;
  if (!isTaken) refused += c->events;
  if (conf.subscribers == 0)
    for (uint64_t event = c->first; event < c->first + c->events; event++) latency(event), taken(event);
  release(c);
}

static void endShort(struct conn *c, int isTaken) {
  close(c->fd);
  endRequest(c, isTaken);
}

/* ---- bytes in ---- */

static void keep(struct conn *c, const char *from, size_t length) {
  if (length > c->restRoom) {
    c->restRoom = length * 2;
    if (!(c->rest = realloc(c->rest, c->restRoom))) die("no memory");
  }
  memmove(c->rest, from, length);
  c->restLength = length;
}

/* The event's number stands at the same place of every frame, more or less. */
static void hear(const char *payload, size_t length) {
  static size_t hint;
  const char *at = NULL;
  if (hint + sizeof NUMBER <= length && memcmp(payload + hint, MARK, sizeof MARK - 1) == 0) at = payload + hint;
  else at = memmem(payload, length, MARK, sizeof MARK - 1);
  if (!at) {
    if (memmem(payload, length, "system.gap", 10)) gaps++;
    return;
  }
  hint = (size_t)(at - payload);
  uint64_t event = 0;
  for (int digit = 0; digit < 12; digit++) event = event * 10 + (uint64_t)(at[sizeof MARK - 1 + (size_t)digit] - '0');
  deliveries++;
  if (isMeasuring) windowDeliveries++;
  latency(event);
  if (++received[event % RING] == (uint32_t)conf.subscribers) taken(event);
}

/* Takes whole frames; returns how many bytes they were. */
static size_t frames(struct conn *c, char *from, size_t length) {
  size_t at = 0;
  while (length - at >= 2) {
    unsigned char *head = (unsigned char *)from + at;
    size_t headLength = 2, payload = head[1] & 0x7f;
    if (payload == 126) headLength = 4;
    if (payload == 127) headLength = 10;
    if (length - at < headLength) break;
    if (payload == 126) payload = (size_t)head[2] << 8 | head[3];
    else if (payload == 127) {
      payload = 0;
      for (int byte = 0; byte < 8; byte++) payload = payload << 8 | head[2 + byte];
    }
    if (length - at - headLength < payload) break;
    int opcode = head[0] & 0x0f;
    char *text = from + at + headLength;
    if (opcode == 9) putFrame(c, 10, text, payload), flushOut(c);
    else if (opcode == 8) closedByServer++;
    else if (payload == 1 && text[0] == '2') putFrame(c, 1, "3", 1), flushOut(c); /* Engine.IO asks who is there */
    else if (c->kind == SUBSCRIBER) hear(text, payload);
    at += headLength + payload;
  }
  return at;
}

/* Length of the first whole HTTP answer, 0 when there is none yet. */
static size_t answerLength(const char *from, size_t length) {
  const char *end = memmem(from, length, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t head = (size_t)(end - from) + 4, body = 0;
  for (const char *line = from; line < end; line = (char *)memchr(line, '\n', head) + 1)
    if (strncasecmp(line, "content-length:", 15) == 0) body = strtoul(line + 15, NULL, 10);
  return length >= head + body ? head + body : 0;
}

static void onAnswer(struct conn *c, const char *from, size_t length) {
  int isGood = length > 12 && (memcmp(from + 9, "2", 1) == 0 || memcmp(from + 9, "101", 3) == 0);
  if (conf.how == LINES && isGood) isGood = memmem(from, length, "\"rejectedTotal\":0", 17) != NULL;
  if (c->state == GREETING) {
    if (!isGood) { endShort(c, 0); return; }
    struct text text = numbered(c->first);
    if (conf.wsClose) putFrame(c, 1, text.at, text.length), putFrame(c, 8, "\x03\xe8", 2);
    else put(c, text);
    c->state = ANSWERING;
    c->restLength = 0;
    flushOut(c);
  } else if (c->state == ANSWERING) {
    if (conf.how == SHORT) endShort(c, isGood);
    else endRequest(c, isGood);
  }
}

static void onPublisherBytes(struct conn *c, char *from, size_t length) {
  if (conf.how == FRAMES) {
    size_t whole = frames(c, from, length);
    keep(c, from + whole, length - whole);
    return;
  }
  if (conf.how == SHORT && conf.wsClose && c->state == ANSWERING) { endShort(c, 1); return; } /* the goodbye */
  size_t whole = answerLength(from, length);
  keep(c, from + whole, length - whole);
  if (whole) onAnswer(c, from, whole);
}

static void onReadable(struct conn *c) {
  if (c->restLength) memcpy(chunk, c->rest, c->restLength);
  ssize_t n = read(c->fd, chunk + c->restLength, CHUNK - c->restLength);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) {
    if (c->kind == PUBLISHER && conf.how == SHORT) { failures++; endShort(c, 0); return; }
    closedByServer++;
    epoll_ctl(loop, EPOLL_CTL_DEL, c->fd, NULL);
    return;
  }
  nowNs = monotonic();
  size_t length = c->restLength + (size_t)n;
  c->restLength = 0;
  if (c->kind == PUBLISHER) { onPublisherBytes(c, chunk, length); return; }
  size_t whole = frames(c, chunk, length);
  if (whole < length) keep(c, chunk + whole, length - whole);
}

/* ---- beginning and end ---- */

static struct text readFile(const char *name) {
  FILE *file = fopen(name, "r");
  if (!file) die("%s", name);
  char *at = malloc(1 << 20);
  size_t length = fread(at, 1, 1 << 20, file);
  fclose(file);
  return (struct text){at, length};
}

static void configure(int count, char **words) {
  for (int i = 1; i < count; i++) {
    char *value = strchr(words[i], '=');
    if (!value) { errno = EINVAL; die("%s", words[i]); }
    *value++ = 0;
    const char *key = words[i];
    if (!strcmp(key, "port")) conf.port = atoi(value);
    else if (!strcmp(key, "pid")) conf.pid = atol(value);
    else if (!strcmp(key, "subscribers")) conf.subscribers = atoi(value);
    else if (!strcmp(key, "publishers")) conf.publishers = atoi(value);
    else if (!strcmp(key, "inFlight")) conf.inFlight = atoi(value);
    else if (!strcmp(key, "rate")) conf.rate = atof(value);
    else if (!strcmp(key, "seconds")) conf.seconds = atof(value);
    else if (!strcmp(key, "warmup")) conf.warmup = atof(value);
    else if (!strcmp(key, "wsClose")) conf.wsClose = atoi(value);
    else if (!strcmp(key, "how"))
      conf.how = !strcmp(value, "frames") ? FRAMES : !strcmp(value, "posts") ? POSTS : !strcmp(value, "lines") ? LINES : SHORT;
    else if (!strcmp(key, "knock")) conf.knock = readFile(value);
    else if (!strcmp(key, "hail")) conf.hail = readFile(value);
    else if (!strcmp(key, "publisherHail")) conf.publisherHail = readFile(value);
    else if (!strcmp(key, "greeting")) conf.greeting = readFile(value);
    else if (!strcmp(key, "event")) conf.event = readFile(value);
    else if (!strcmp(key, "head")) conf.head = readFile(value);
    else { errno = EINVAL; die("%s", key); }
  }
}

static struct conn *join(enum kind kind) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)conf.port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  struct conn *c = calloc(1, sizeof *c);
  c->kind = kind;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int one = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to)) die("connect");
  return c;
}

/* Byte by byte, so that nothing behind the handshake is taken with it. */
static void upgrade(struct conn *c, struct text hail) {
  char answer[4096];
  size_t length = 0;
  if (write(c->fd, conf.knock.at, conf.knock.length) < 0) die("write");
  while (length < 4 || memcmp(answer + length - 4, "\r\n\r\n", 4) != 0)
    if (length == sizeof answer - 1 || read(c->fd, answer + length++, 1) != 1) die("no handshake");
  answer[length] = 0;
  if (memcmp(answer + 9, "101", 3) != 0) { errno = 0; die("refused: %.60s", answer); }
  for (size_t at = 0; at < hail.length;) { /* a frame a line */
    const char *end = memchr(hail.at + at, '\n', hail.length - at);
    size_t length = end ? (size_t)(end - hail.at) - at : hail.length - at;
    putFrame(c, 1, hail.at + at, length);
    at += length + 1;
  }
  flushOut(c);
}

static void connectAll(void) {
  for (int i = 0; i < conf.subscribers; i++) {
    struct conn *c = join(SUBSCRIBER);
    upgrade(c, conf.hail);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    watch(c, EPOLLIN, EPOLL_CTL_ADD);
  }
  for (int i = 0; i < conf.publishers; i++) {
    struct conn *c = conf.how == SHORT ? calloc(1, sizeof *c) : join(PUBLISHER);
    c->kind = PUBLISHER;
    if (conf.how == FRAMES) upgrade(c, conf.publisherHail);
    if (conf.how != SHORT) {
      fcntl(c->fd, F_SETFL, O_NONBLOCK);
      watch(c, EPOLLIN, EPOLL_CTL_ADD);
    }
    release(c);
  }
}

static void turn(int timeoutMs) {
  struct epoll_event events[256];
  int count = epoll_wait(loop, events, 256, timeoutMs);
  nowNs = monotonic();
  for (int i = 0; i < count; i++) {
    struct conn *c = events[i].data.ptr;
    if (c->kind == CLOCK) {
      uint64_t ticks;
      if (read(c->fd, &ticks, sizeof ticks) < 0 && errno != EAGAIN) die("clock");
      continue;
    }
    if (events[i].events & EPOLLOUT) {
      watch(c, EPOLLIN, EPOLL_CTL_MOD);
      flushOut(c);
    }
    if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) onReadable(c);
  }
  publish();
}

static double percentile(double share) {
  uint64_t all = 0, seen = 0;
  for (unsigned i = 0; i < BUCKETS; i++) all += histogram[i];
  for (unsigned i = 0; i < BUCKETS; i++)
    if ((seen += histogram[i]) > (uint64_t)((double)all * share)) return (i + 0.5) * BUCKET_NS / 1e6;
  return 0;
}

int main(int count, char **words) {
  signal(SIGPIPE, SIG_IGN);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  configure(count, words);
  if ((loop = epoll_create1(EPOLL_CLOEXEC)) < 0) die("epoll");
  uint64_t rssIdleKb = rssKb();
  connectAll();
  uint64_t settleNs = monotonic() + 300000000ull; /* who says nothing at first is heard after 100 ms */
  isDraining = 1;
  while (monotonic() < settleNs) turn(10);
  isDraining = 0;
  uint64_t rssConnectedKb = rssKb();
  printf("ready\n");
  fflush(stdout);

  startedNs = nowNs = monotonic();
  uint64_t measureNs = startedNs + (uint64_t)(conf.warmup * 1e9);
  endNs = measureNs + (uint64_t)(conf.seconds * 1e9);
  publish();
  while (nowNs < measureNs) turn(10);
  windowNs = nowNs;
  isMeasuring = 1;
  uint64_t cpu = cpuUs(), nextSampleNs = nowNs;
  while (nowNs < endNs) {
    turn(10);
    if (nowNs < nextSampleNs) continue;
    nextSampleNs = nowNs + SAMPLE_NS;
    uint64_t rss = rssKb();
    if (rss > rssPeakKb) rssPeakKb = rss;
  }
  cpu = cpuUs() - cpu;
  double seconds = (double)(nowNs - windowNs) / 1e9;
  isMeasuring = 0;
  isDraining = 1;
  endNs = nowNs;
  uint64_t behind = nextEvent - done;
  while (done < nextEvent && nowNs < endNs + DRAIN_NS) turn(10);

  printf("{\"seconds\":%.3f,\"events\":%lu,\"deliveries\":%lu,\"answered\":%lu,\"cpuUs\":%lu,\"p50Ms\":%.3f,\"p99Ms\":%.3f,"
         "\"rssIdleKb\":%lu,\"rssConnectedKb\":%lu,\"rssPeakKb\":%lu,\"behind\":%lu,\"sent\":%lu,\"missing\":%ld,"
         "\"gaps\":%lu,\"refused\":%lu,\"failures\":%lu,\"closed\":%lu}\n",
         seconds, windowEvents, windowDeliveries, windowAnswered, cpu, percentile(0.5), percentile(0.99), rssIdleKb,
         rssConnectedKb, rssPeakKb, behind, nextEvent,
         conf.subscribers ? (long)(nextEvent * (uint64_t)conf.subscribers) - (long)deliveries : (long)(nextEvent - done), gaps,
         refused, failures, closedByServer);
  return 0;
}
