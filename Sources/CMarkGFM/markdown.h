// GitHub's CommonMark parser with its extensions, linked from Debian's archives (see .ci/sqlite).

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
