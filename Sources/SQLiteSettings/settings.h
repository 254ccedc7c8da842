// SQLite's settings for the process take variable arguments, which Swift cannot pass.

#include <sqlite3.h>

/// Stops SQLite from counting its memory: the count has one lock, and the journal's writer met the audience's reader there.
/// Before SQLite is used first; later it changes nothing.
static inline int sqlite_settings_stop_counting_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
