#include "db/connection.hpp"

namespace muster::db {

Statement& Connection::operator[](const Query& query) {
    auto& statement = statements_[&query];
    if (!statement) {
        statement = prepare(query);
    }
    return *statement;
}

} // namespace muster::db
