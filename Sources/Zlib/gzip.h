// The system's zlib, of which only the unpacking of gzip (RFC 1952) is used.

#include <zlib.h>

// A macro in zlib: 15 bits of window, and 16 for the gzip wrapper.
static inline int zlib_begin_gunzip(z_streamp stream) { return inflateInit2(stream, 15 + 16); }
