#pragma once

// A prepared statement and the rows it gives. Parameters are `$1`, `$2`, … and mean the same place wherever they
// stand in the text; rows stream, one at a time. The same for every kind of store.

#include <atomic>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace muster::db {

/// Bytes that are no text.
struct Bytes {
    std::string_view bytes;
};

/// A value for a parameter; texts and bytes are not copied and must live until the call returns.
class Parameter {
  public:
    enum class Kind { Null, Number, Text, Bytes };

    Parameter(std::nullopt_t) : kind_(Kind::Null) {}
    template <std::integral Number>
    Parameter(Number number) : kind_(Kind::Number), number_(static_cast<std::int64_t>(number)) {}
    Parameter(std::string_view text) : kind_(Kind::Text), text_(text) {}
    Parameter(const std::string& text) : kind_(Kind::Text), text_(text) {}
    Parameter(const char* text) : kind_(Kind::Text), text_(text) {}
    Parameter(Bytes bytes) : kind_(Kind::Bytes), text_(bytes.bytes) {}
    template <class T>
    Parameter(const std::optional<T>& optional)
        : Parameter(optional ? Parameter(*optional) : Parameter(std::nullopt)) {}

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] std::int64_t number() const { return number_; }
    [[nodiscard]] std::string_view text() const { return text_; }

  private:
    Kind kind_;
    std::int64_t number_ = 0;
    std::string_view text_;
};

/// How many statements this process has begun, on all its connections.
[[nodiscard]] inline std::atomic<std::int64_t>& statements_begun() {
    static std::atomic<std::int64_t> begun{0};
    return begun;
}

class Cursor;

/// Made by a Connection, used by one thread at a time.
class Statement {
  public:
    virtual ~Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Runs an INSERT, UPDATE or DELETE. Whatever comes after it sees what it did; where the store is far away, it
    /// may still be on its way, and its failure then shows at the next query or at the commit.
    void run(std::initializer_list<Parameter> parameters) {
        run(std::span<const Parameter>{parameters.begin(), parameters.size()});
    }
    void run(std::span<const Parameter> parameters) {
        ++statements_begun();
        send(parameters);
    }
    /// The same, waiting for the number of rows that it changed.
    [[nodiscard]] std::int64_t count_changed(std::initializer_list<Parameter> parameters) {
        ++statements_begun();
        return run_to_end({parameters.begin(), parameters.size()});
    }
    /// Starts a SELECT (or RETURNING); the rows come from the cursor. One cursor at a time: a second one throws
    /// std::logic_error.
    [[nodiscard]] Cursor query(std::initializer_list<Parameter> parameters);
    [[nodiscard]] Cursor query(std::span<const Parameter> parameters);

  protected:
    Statement() = default;

  private:
    friend class Cursor;
    virtual void send(std::span<const Parameter> parameters) { run_to_end(parameters); }
    virtual std::int64_t run_to_end(std::span<const Parameter> parameters) = 0;
    virtual void start(std::span<const Parameter> parameters) = 0;
    virtual bool step() = 0;
    virtual void finish() noexcept = 0;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t number(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
};

/// The rows of a query. Columns count from 0. Ends the query when it goes.
class Cursor {
  public:
    explicit Cursor(Statement& statement) : statement_(&statement) {}
    Cursor(Cursor&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Cursor& operator=(Cursor&&) = delete;
    ~Cursor() {
        if (statement_ != nullptr) {
            statement_->finish();
        }
    }

    /// Goes to the next row; false after the last.
    [[nodiscard]] bool next() { return statement_->step(); }
    [[nodiscard]] bool is_null(int column) const { return statement_->is_null(column); }
    [[nodiscard]] std::int64_t number(int column) const { return statement_->number(column); }
    [[nodiscard]] bool flag(int column) const { return number(column) != 0; }
    /// Text or bytes, "" for null; valid until the next row.
    [[nodiscard]] std::string_view text(int column) const { return statement_->text(column); }
    [[nodiscard]] std::string copy(int column) const { return std::string(text(column)); }
    [[nodiscard]] std::optional<std::int64_t> optional_number(int column) const {
        return is_null(column) ? std::nullopt : std::optional(number(column));
    }

  private:
    Statement* statement_;
};

inline Cursor Statement::query(std::span<const Parameter> parameters) {
    ++statements_begun();
    start(parameters);
    return Cursor(*this);
}

inline Cursor Statement::query(std::initializer_list<Parameter> parameters) {
    return query(std::span<const Parameter>{parameters.begin(), parameters.size()});
}

} // namespace muster::db
