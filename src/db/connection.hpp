#pragma once

// One connection to a store, used by one thread at a time, and transactions on it. What differs between kinds of
// store is behind the virtual functions; SQL is the same for all.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "db/errors.hpp"
#include "db/queries.hpp"
#include "db/statement.hpp"

namespace muster::db {

enum class Access { Read, Write };

struct Column {
    std::string name;
    Parameter::Kind kind = Parameter::Kind::Text; ///< never Null
};
/// From rows of name and type, as the schema writes the type, in either case.
[[nodiscard]] std::vector<Column> read_columns(Cursor rows);

class Connection {
  public:
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// A prepared statement, made at its first use and kept. `query` outlives the connection.
    [[nodiscard]] Statement& operator[](const Query& query);
    [[nodiscard]] virtual std::unique_ptr<Statement> prepare(const Query& query) = 0;
    /// Runs a script of several statements.
    virtual void execute(std::string_view script) = 0;
    [[nodiscard]] virtual bool has_table(std::string_view name) = 0;
    [[nodiscard]] virtual bool is_empty() = 0; ///< no table at all
    [[nodiscard]] virtual std::vector<Column> columns(std::string_view table) = 0;
    [[nodiscard]] virtual bool is_usable() const { return true; } ///< false once it is lost for good
    /// Within a writing transaction, before its first statement: waits until nobody else writes in `scope`, and
    /// keeps others out until the end. Where a writing transaction is alone anyway, nothing is to be done.
    virtual void take_turn(std::string_view scope) { (void)scope; }

  protected:
    Connection() = default;
    void drop_statements() { statements_.clear(); } ///< for an adapter that closes

  private:
    friend class Transaction;
    /// Access::Write waits for whoever writes just now, within the patience that the connection was opened with.
    virtual void begin(Access access) = 0;
    virtual void commit() = 0;
    virtual void roll_back() noexcept = 0;
    std::unordered_map<const Query*, std::unique_ptr<Statement>> statements_;
};

/// A transaction that is undone unless it is committed. Read: one consistent state. Write: alone in its scope, sees
/// what was committed before, and durable once committed.
class Transaction {
  public:
    Transaction(Connection& connection, Access access) : connection_(connection) { connection_.begin(access); }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction() {
        if (is_open_) {
            connection_.roll_back();
        }
    }
    void commit() {
        connection_.commit();
        is_open_ = false;
    }

  private:
    Connection& connection_;
    bool is_open_ = true;
};

} // namespace muster::db
