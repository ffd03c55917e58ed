#include "db/connection.hpp"

#include "base/text.hpp"

namespace muster::db {

std::vector<Column> read_columns(Cursor rows) {
    std::vector<Column> columns;
    while (rows.next()) {
        const auto type = ascii_lower(rows.text(1));
        columns.push_back({rows.copy(0), type == "text"    ? Parameter::Kind::Text
                                         : type == "bytea" ? Parameter::Kind::Bytes
                                                           : Parameter::Kind::Number});
    }
    return columns;
}

Statement& Connection::operator[](const Query& query) {
    auto& statement = statements_[&query];
    if (!statement) {
        statement = prepare(query);
    }
    return *statement;
}

} // namespace muster::db
