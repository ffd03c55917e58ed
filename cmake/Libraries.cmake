# Third-party libraries, all from Debian 12. Which folder may include which header is in scripts/check_layers.py.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
set(Boost_NO_WARN_NEW_VERSIONS ON) # CMake 3.25 knows Boost up to 1.80 by name
find_package(Boost 1.81 EXACT REQUIRED COMPONENTS json)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(date REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED) # core alone is linked
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(IDN2 REQUIRED IMPORTED_TARGET libidn2)
