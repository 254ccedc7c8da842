// The system's zlib, of which the unpacking of gzip (RFC 1952) and of pictures (RFC 1950) is used, and the packing (RFC 1950).

#include <zlib.h>

// A macro in zlib: 15 bits of window, and 16 for the gzip wrapper.
static inline int zlib_begin_gunzip(z_streamp stream) { return inflateInit2(stream, 15 + 16); }

static inline int zlib_begin_inflate(z_streamp stream) { return inflateInit(stream); }
