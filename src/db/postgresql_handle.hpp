#pragma once

// A connection of libpq, and how it is made. Internal to this folder.

#include <memory>
#include <string>

#include <libpq-fe.h>

namespace muster::db {

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, Finish>;

/// Tries each host of the URL once. PQstatus tells whether there is a connection.
[[nodiscard]] Handle connect_to(const std::string& url);

} // namespace muster::db
