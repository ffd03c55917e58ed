#include "db/postgresql.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "base/random.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "db/postgresql_arguments.hpp"
#include "db/postgresql_handle.hpp"
#include "db/postgresql_loss.hpp"
#include "db/postgresql_outage.hpp"
#include "db/postgresql_pipeline.hpp"
#include "db/postgresql_turn.hpp"
#include "db/retry.hpp"

namespace muster::db {

namespace {

constexpr std::chrono::milliseconds kBetweenTries{200};
constexpr int kRowsAtOnce = 1'000;                          // of a query with many
constexpr std::chrono::milliseconds kStandingStill{60'000}; // in a transaction, before the server ends it
constexpr const char* kTurns = "write_turns";
constexpr std::string_view kTextColumn = " TEXT";

using Answer = PostgresqlAnswer;

std::string first_line(std::string_view message) {
    message = trim(message.substr(0, message.find('\n')));
    for (const std::string_view opening : {"ERROR:", "FATAL:", "PANIC:"}) {
        if (message.starts_with(opening)) {
            message = trim(message.substr(opening.size()));
        }
    }
    return std::string(message);
}

/// "\x6162" as a server writes bytes.
std::string decode_bytes(std::string_view written) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    bytes.reserve(written.size() / 2);
    for (std::size_t i = 2; i + 1 < written.size(); i += 2) {
        bytes.push_back(static_cast<char>(digit(written[i]) * 16 + digit(written[i + 1])));
    }
    return bytes;
}

class PostgresqlConnection;

class PostgresqlStatement final : public Statement {
  public:
    PostgresqlStatement(PostgresqlConnection& connection, const Query& query)
        : connection_(connection), query_(query) {}

  private:
    void send(std::span<const Parameter> parameters) override;
    std::int64_t run_to_end(std::span<const Parameter> parameters) override;
    void start(std::span<const Parameter> parameters) override;
    bool step() override;
    void finish() noexcept override;
    void execute(const Arguments& arguments);
    void fetch();

    bool is_null(int column) const override { return PQgetisnull(rows_.get(), row_, column) == 1; }
    std::int64_t number(int column) const override;
    std::string_view text(int column) const override;

    PostgresqlConnection& connection_;
    const Query query_;
    std::string name_;     ///< on the server
    int prepared_for_ = 0; ///< the login that the server knows it in
    bool is_open_ = false;
    Answer rows_;
    int row_ = -1;
    mutable std::vector<std::string> bytes_; ///< of this row's columns, decoded
};

class PostgresqlConnection final : public Connection {
  public:
    PostgresqlConnection(const PostgresqlOptions& options, std::shared_ptr<Outage> outage)
        : url_(options.url),
          place_(postgresql_place(options.url)),
          patience_(options.patience),
          closing_(options.closing),
          outage_(std::move(outage)) {
        connect();
    }
    ~PostgresqlConnection() override { drop_statements(); }

    std::unique_ptr<Statement> prepare(const Query& query) override {
        return std::make_unique<PostgresqlStatement>(*this, query);
    }

    void execute(std::string_view script) override {
        (void)settle();
        check(Answer(PQexec(handle(), in_its_dialect(script).c_str())), "script");
    }

    bool has_table(std::string_view name) override {
        static const Query query{"postgresql.has_table",
                                 "SELECT 1 FROM information_schema.tables"
                                 " WHERE table_schema = current_schema() AND table_name = $1"};
        return (*this)[query].query({name}).next();
    }

    bool is_empty() override {
        static const Query query{"postgresql.any_table", "SELECT 1 FROM information_schema.tables"
                                                         " WHERE table_schema = current_schema() LIMIT 1"};
        return !(*this)[query].query({}).next();
    }

    std::vector<Column> columns(std::string_view table) override {
        static const Query query{"postgresql.columns",
                                 "SELECT column_name, data_type FROM information_schema.columns"
                                 " WHERE table_schema = current_schema() AND table_name = $1"
                                 " ORDER BY ordinal_position"};
        return read_columns((*this)[query].query({table}));
    }

    bool is_usable() const override {
        return PQstatus(handle()) == CONNECTION_OK && PQpipelineStatus(handle()) == PQ_PIPELINE_OFF;
    }

    void take_turn(std::string_view scope) override {
        static const Query query{
            "postgresql.take_turn",
            fmt::format("INSERT INTO {0} (scope, turn, marks) VALUES ($1, 1, $2) ON CONFLICT (scope) DO UPDATE"
                        " SET turn = {0}.turn + 1, marks = SUBSTR($2 || {0}.marks, 1, {1}) RETURNING turn",
                        kTurns, kMarkSize * kMarksKept)};
        const auto mark = fmt::format("{:016x}", random_.next());
        auto row = (*this)[query].query({scope, mark});
        if (row.next() && turn_.scope.empty()) {
            turn_ = {std::string(scope), row.number(0), mark};
        }
    }

    [[nodiscard]] PGconn* handle() const { return handle_.get(); }
    [[nodiscard]] PostgresqlPipeline& pipeline() { return pipeline_; }
    [[nodiscard]] bool is_in_transaction() const { return is_in_transaction_; }
    [[nodiscard]] int login() const { return login_; }
    /// For a statement or a cursor; queries that are put together when needed may share theirs.
    [[nodiscard]] std::string new_name() { return fmt::format("q{}", ++names_); }

    /// The answer, unless it is an error.
    Answer check(Answer answer, std::string_view query) {
        if (is_good(answer.get())) {
            return answer;
        }
        const char* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
        const std::string sqlstate =
            state != nullptr && is_usable() ? state : ""; // "": there is no server any more
        const std::string detail =
            first_line(answer ? PQresultErrorMessage(answer.get()) : PQerrorMessage(handle()));
        if (is_programming_error(sqlstate)) {
            throw std::logic_error(fmt::format("Query {}: {} ({})", query, detail, sqlstate));
        }
        lose(postgresql_loss(sqlstate), detail);
    }

    /// Waits for what is under way; the answer of the last.
    [[nodiscard]] Answer settle() {
        if (pipeline_.is_empty()) {
            return nullptr;
        }
        auto reply = pipeline_.settle(handle());
        return check(std::move(reply.answer), reply.query);
    }

  private:
    [[noreturn]] void lose(Loss loss, std::string_view detail) const {
        throw StoreLost(postgresql_sentence(loss, place_, detail), loss);
    }

    /// SQL of a schema in which texts compare as bytes, also where the server's database was made otherwise.
    std::string in_its_dialect(std::string_view script) {
        static const Query query{"postgresql.compares_bytes", "SELECT 'B' < 'a' AND 'a-b' < 'aa' AND 'z' < 'é'"};
        std::string sql(script);
        if (sql.find(kTextColumn) == std::string::npos) {
            return sql;
        }
        auto bytes = (*this)[query].query({});
        if (bytes.next() && bytes.flag(0)) {
            return sql;
        }
        for (auto at = sql.find(kTextColumn); at != std::string::npos;
             at = sql.find(kTextColumn, at + kTextColumn.size())) {
            sql.insert(at + kTextColumn.size(), " COLLATE \"C\"");
        }
        return sql;
    }

    void connect() {
        const auto until = std::chrono::steady_clock::now() + patience_;
        for (;;) {
            handle_ = connect_to(url_);
            if (is_usable()) {
                break;
            }
            outage_->has_begun(first_line(PQerrorMessage(handle())));
            const bool may_wait = std::chrono::steady_clock::now() + kBetweenTries <= until;
            if (!may_wait || // for a server that starts, or a standby that takes over
                !SystemClock().sleep_for(kBetweenTries, closing_)) {
                lose(Loss::Gone, first_line(PQerrorMessage(handle())));
            }
        }
        ++login_;
        pipeline_ = {};
        outage_->is_over();
        PQsetNoticeProcessor(handle(), [](void*, const char*) {}, nullptr);
        execute(fmt::format("SET lock_timeout = {}; SET idle_in_transaction_session_timeout = {}",
                            std::max<std::int64_t>(patience_.count(), 1), kStandingStill.count()));
        // A plan made while a table was small would be kept while an import fills it. A server that does not know
        // the setting is left as it is.
        PQclear(PQexec(handle(), "SET plan_cache_mode = force_custom_plan"));
    }

    void begin(Access access) override {
        turn_ = {};
        const char* how = access == Access::Write ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                                  : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Answer answer(is_usable() ? PQexec(handle(), how) : nullptr);
        if (!is_usable()) { // nothing was done yet, so that another server is as good
            connect();
            answer.reset(PQexec(handle(), how));
        }
        check(std::move(answer), "begin");
        is_in_transaction_ = true;
    }
    void commit() override {
        (void)settle();
        is_in_transaction_ = false;
        Answer answer(PQexec(handle(), "COMMIT"));
        const char* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
        if (!is_usable() || (state != nullptr && may_be_kept(state))) {
            settle_commit(first_line(PQerrorMessage(handle())));
            return;
        }
        answer = check(std::move(answer), "commit");
        if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT") { // a statement before it had failed
            lose(Loss::Conflict, "");
        }
    }
    void roll_back() noexcept override {
        is_in_transaction_ = false;
        pipeline_.settle(handle());
        PQclear(PQexec(handle(), "ROLLBACK"));
    }

    /// Returns if the transaction was kept although no answer said so.
    void settle_commit(const std::string& why) {
        Fate fate = Fate::Unknown;
        try {
            fate = turn_.scope.empty() ? fate : retried([this] { return fate_of(turn_, read_turn()); });
        } catch (const StoreLost&) {
            lose(Loss::Unclear, why);
        }
        if (fate != Fate::Kept) {
            lose(fate == Fate::NotKept ? Loss::Broken : Loss::Unclear, why);
        }
    }

    /// The last turn of the scope. It is written, as it is: that waits for a transaction which is still being
    /// committed, and for whoever has to hold a copy of what was committed before.
    Turn read_turn() {
        static const Query query{"postgresql.last_turn",
                                 fmt::format("INSERT INTO {0} (scope, turn) VALUES ($1, 0) ON CONFLICT (scope)"
                                             " DO UPDATE SET turn = {0}.turn RETURNING turn, marks",
                                             kTurns)};
        if (!is_usable()) {
            connect();
        }
        check(Answer(PQexec(handle(), "BEGIN")), "begin");
        Turn last{.scope = turn_.scope};
        if (auto row = (*this)[query].query({turn_.scope}); row.next()) {
            last.number = row.number(0);
            last.marks = row.copy(1);
        }
        check(Answer(PQexec(handle(), "COMMIT")), "commit");
        return last;
    }

    const std::string url_, place_;
    const std::chrono::milliseconds patience_;
    const CancelToken closing_;
    const std::shared_ptr<Outage> outage_; // all connections of a store have the same
    SystemRandom random_;
    Turn turn_; ///< of this transaction, the first one that it took
    Handle handle_;
    PostgresqlPipeline pipeline_;
    bool is_in_transaction_ = false;
    int login_ = 0; ///< counts; a new one knows no prepared statements
    std::int64_t names_ = 0;
};

void PostgresqlStatement::send(std::span<const Parameter> parameters) {
    execute(Arguments(parameters, query_.sql));
    if (!connection_.is_in_transaction() || connection_.pipeline().is_full()) {
        (void)connection_.settle();
    }
}

std::int64_t PostgresqlStatement::run_to_end(std::span<const Parameter> parameters) {
    execute(Arguments(parameters, query_.sql));
    const auto answer = connection_.settle();
    const std::string_view changed = PQcmdTuples(answer.get());
    std::int64_t count = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), count);
    return count;
}

void PostgresqlStatement::execute(const Arguments& arguments) {
    if (is_open_) {
        throw std::logic_error("Query " + query_.name + " is still being read.");
    }
    PGconn* handle = connection_.handle();
    if (prepared_for_ != connection_.login()) {
        (void)connection_.settle(); // a failure of another would leave this one half prepared
        name_ = connection_.new_name();
        connection_.check(
            Answer(PQprepare(handle, name_.c_str(), query_.sql.c_str(), arguments.count(), arguments.types())),
            query_.name);
        prepared_for_ = connection_.login();
    }
    connection_.pipeline().execute(handle, name_, arguments, query_.name);
}

void PostgresqlStatement::start(std::span<const Parameter> parameters) {
    const Arguments arguments(parameters, query_.sql);
    if (!query_.many) {
        execute(arguments);
        rows_ = connection_.settle();
        row_ = -1;
        is_open_ = true;
        return;
    }
    if (is_open_) {
        throw std::logic_error("Query " + query_.name + " is still being read.");
    }
    name_ = connection_.new_name();
    connection_.pipeline().execute_once(connection_.handle(),
                                        fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", name_, query_.sql),
                                        arguments, query_.name);
    fetch();
    is_open_ = true;
}

void PostgresqlStatement::fetch() {
    connection_.pipeline().execute_once(connection_.handle(),
                                        fmt::format("FETCH FORWARD {} FROM {}", kRowsAtOnce, name_),
                                        Arguments({}, {}), query_.name);
    rows_ = connection_.settle();
    row_ = -1;
}

bool PostgresqlStatement::step() {
    if (!is_open_) {
        return false;
    }
    bytes_.clear();
    if (++row_ < PQntuples(rows_.get())) {
        return true;
    }
    if (query_.many && row_ == kRowsAtOnce) {
        fetch();
        if (++row_ < PQntuples(rows_.get())) {
            return true;
        }
    }
    finish();
    return false;
}

void PostgresqlStatement::finish() noexcept {
    if (is_open_ && query_.many && connection_.is_in_transaction()) {
        connection_.pipeline().execute_once(connection_.handle(), fmt::format("CLOSE {}", name_), Arguments({}, {}),
                                            query_.name);
    }
    is_open_ = false;
    rows_.reset();
    bytes_.clear();
}

std::int64_t PostgresqlStatement::number(int column) const {
    const std::string_view text = PQgetvalue(rows_.get(), row_, column);
    std::int64_t number = text == "t" ? 1 : 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string_view PostgresqlStatement::text(int column) const {
    const std::string_view text(PQgetvalue(rows_.get(), row_, column),
                                static_cast<std::size_t>(PQgetlength(rows_.get(), row_, column)));
    if (PQftype(rows_.get(), column) != kBytea || text.empty()) {
        return text;
    }
    const auto place = static_cast<std::size_t>(column);
    if (bytes_.empty()) {
        bytes_.resize(static_cast<std::size_t>(PQnfields(rows_.get())));
    }
    if (bytes_[place].empty()) {
        bytes_[place] = decode_bytes(text);
    }
    return bytes_[place];
}

} // namespace

Postgresql::Postgresql(PostgresqlOptions options)
    : options_(std::move(options)), outage_(std::make_shared<Outage>(postgresql_place(options_.url))) {}

std::unique_ptr<Connection> Postgresql::open() const {
    return std::make_unique<PostgresqlConnection>(options_, outage_);
}

std::unique_ptr<Connection> open_postgresql(const PostgresqlOptions& options) { return Postgresql(options).open(); }

} // namespace muster::db
