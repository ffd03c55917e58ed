#pragma once

// Statements on their way to a PostgreSQL server. They go one behind the other, and nobody waits for the answer of
// one before the next is sent: a thousand rows cost one journey and not a thousand. Internal to this folder.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "db/postgresql_arguments.hpp"

namespace muster::db {

struct ClearAnswer {
    void operator()(PGresult* answer) const { PQclear(answer); }
};
using PostgresqlAnswer = std::unique_ptr<PGresult, ClearAnswer>;

/// What came back: of several statements the first that failed, else the last. Nothing: the connection broke.
struct PostgresqlReply {
    PostgresqlAnswer answer;
    std::string query; ///< whose answer it is
};

[[nodiscard]] bool is_good(const PGresult* answer);

/// Of one connection, within a transaction; the server runs what is sent in its order, and after a failure nothing
/// more.
class PostgresqlPipeline {
  public:
    /// A prepared one.
    void execute(PGconn* connection, const std::string& name, const Arguments& arguments, std::string_view query);
    void execute_once(PGconn* connection, const std::string& sql, const Arguments& arguments,
                      std::string_view query);
    [[nodiscard]] bool is_full() const { return under_way_.size() >= kMost; }
    [[nodiscard]] bool is_empty() const { return under_way_.empty(); }
    /// Waits for all of them. Of none: an empty reply, the connection is not asked.
    PostgresqlReply settle(PGconn* connection);

  private:
    static constexpr std::size_t kMost = 1'000; ///< their answers wait in the memory of the two
    void sent(int went, std::string_view query);
    static void enter(PGconn* connection) { PQenterPipelineMode(connection); }

    std::vector<std::string> under_way_; ///< the queries' names
    bool is_broken_ = false;             ///< one could not be sent
};

} // namespace muster::db
