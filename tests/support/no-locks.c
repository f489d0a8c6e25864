/* Preloaded into a program: no file of it can be locked, as on some network disks. LOCK_ERRNO says why. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>

static int without_locks(int fd, int cmd, void *argument, const char *name) {
	if (cmd == F_SETLK || cmd == F_SETLKW) {
		errno = atoi(getenv("LOCK_ERRNO"));
		return -1;
	}
	int (*real)(int, int, ...) = dlsym(RTLD_NEXT, name);
	return real(fd, cmd, argument);
}

#define WITHOUT_LOCKS(name) \
	int name(int fd, int cmd, ...) { \
		va_list list; \
		va_start(list, cmd); \
		void *argument = va_arg(list, void *); \
		va_end(list); \
		return without_locks(fd, cmd, argument, #name); \
	}

WITHOUT_LOCKS(fcntl)
WITHOUT_LOCKS(fcntl64)
