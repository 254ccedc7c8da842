// OpenSSL's libcrypto, for RSA signatures, linked from Debian's archive (see .ci/sqlite): on processors with AVX-512 IFMA
// it signs twice as fast as BoringSSL, which swift-crypto brings.

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
