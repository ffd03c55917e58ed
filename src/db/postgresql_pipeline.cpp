#include "db/postgresql_pipeline.hpp"

#include <utility>

namespace muster::db {

bool is_good(const PGresult* answer) {
    const auto status = PQresultStatus(answer);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

void PostgresqlPipeline::execute(PGconn* connection, const std::string& name, const Arguments& arguments,
                                 std::string_view query) {
    enter(connection);
    sent(PQsendQueryPrepared(connection, name.c_str(), arguments.count(), arguments.values(), arguments.lengths(),
                             arguments.formats(), 0),
         query);
}

void PostgresqlPipeline::execute_once(PGconn* connection, const std::string& sql, const Arguments& arguments,
                                      std::string_view query) {
    enter(connection);
    sent(PQsendQueryParams(connection, sql.c_str(), arguments.count(), arguments.types(), arguments.values(),
                           arguments.lengths(), arguments.formats(), 0),
         query);
}

void PostgresqlPipeline::sent(int went, std::string_view query) {
    under_way_.emplace_back(query);
    is_broken_ = is_broken_ || went == 0;
}

PostgresqlReply PostgresqlPipeline::settle(PGconn* connection) {
    const auto under_way = std::exchange(under_way_, {});
    const bool is_broken = std::exchange(is_broken_, false);
    if (under_way.empty()) {
        return {};
    }
    if (is_broken || PQpipelineSync(connection) == 0) {
        return {nullptr, under_way.front()};
    }
    PostgresqlReply reply;
    for (const auto& query : under_way) {
        PostgresqlAnswer answer(PQgetResult(connection));
        while (PostgresqlAnswer more{PQgetResult(connection)}) { // to the end of this statement's answers
            answer = std::move(more);
        }
        if (reply.query.empty() || is_good(reply.answer.get())) {
            reply = {std::move(answer), query};
        }
    }
    PostgresqlAnswer end(PQgetResult(connection));
    if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(connection) == 0) {
        return {nullptr, reply.query};
    }
    return reply;
}

} // namespace muster::db
