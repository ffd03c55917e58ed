// The databases of the installation.

#include <fmt/format.h>

#include "app/databases.hpp"
#include "app/options.hpp"
#include "app/transfer.hpp"
#include "base/text.hpp"
#include "web/call.hpp"
#include "web/options.hpp"
#include "web/present.hpp"
#include "web/record_input.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestConfirmation = 255;

net::Response database_answer(const store::Database& database, int status = 200) {
    json::Writer writer;
    write(writer, database);
    return json_answer(writer, status);
}

Answer list_databases(Call& call) {
    json::Writer writer;
    writer.array();
    for (const auto& database : call.installation().store().databases()) {
        if (staff::may(call.who().user, staff::Role::Viewer, database.id.number)) {
            write(writer, database);
        }
    }
    writer.end();
    return json_answer(writer);
}

Answer add_database(Call& call) {
    TRY_ASSIGN(const auto name, read_name(call));
    TRY_ASSIGN(const auto database, app::add_database(call.installation(), name));
    call.note(database.name);
    return database_answer(database, 201);
}

Answer get_database(Call& call) {
    TRY_ASSIGN(const auto database, call.installation().store().describe_database(call.database()));
    return database_answer(database);
}

Answer rename_database(Call& call) {
    TRY_ASSIGN(const auto name, read_name(call));
    TRY_ASSIGN(const auto before, call.installation().store().describe_database(call.database()));
    TRY_ASSIGN(const auto database, app::rename_database(call.installation(), before.name, name));
    call.note(before.name, "→ " + database.name);
    return database_answer(database);
}

Answer remove_database(Call& call) {
    auto query = call.query({"confirm"});
    const auto confirmed = query.required_text("confirm", kLongestConfirmation);
    TRY(query.check());
    TRY_ASSIGN(const auto database, call.installation().store().describe_database(call.database()));
    if (name_key(confirmed) != name_key(database.name)) {
        return refuse(ProblemKind::Invalid,
                      fmt::format("\"{0}\" has {1} Members and {2} Reps, and all of it would be lost. To remove it "
                                  "type its name: {0}.",
                                  database.name, database.members, database.reps));
    }
    TRY(app::remove_database(call.installation(), database.name, confirmed));
    call.note(database.name, fmt::format("{} Members, {} Reps", database.members, database.reps));
    return no_content();
}

Answer get_settings(Call& call) {
    return options_answer(app::database_options(),
                          app::show_database_options(call.installation(), call.database()));
}

Answer change_settings(Call& call) {
    TRY_ASSIGN(const auto changes, read_options(call));
    TRY(app::set_database_options(call.installation(), call.database(), changes));
    call.note(call.installation().store().database_name(call.database()).value_or(""),
              option_words(app::database_options(), changes));
    return get_settings(call);
}

Answer load_sample(Call& call) {
    TRY_ASSIGN(const auto made, app::make_sample(call.installation(), call.database(), {}));
    call.note("", fmt::format("{} Members, {} Reps", made.members, made.reps));
    json::Writer writer;
    writer.object().member("members", made.members).member("reps", made.reps).end();
    return json_answer(writer);
}

} // namespace

std::vector<Route> database_routes() {
    using enum Access;
    using enum Content;
    return {
        {"GET", "/databases", "listDatabases", SignedIn, list_databases},
        {"POST", "/databases", "addDatabase", AdministratorOfAll, add_database, "database.add", Json},
        {"GET", "/databases/{database}", "getDatabase", Viewer, get_database},
        {"PATCH", "/databases/{database}", "renameDatabase", AdministratorOfAll, rename_database, "database.rename",
         Json},
        {"DELETE", "/databases/{database}", "removeDatabase", AdministratorOfAll, remove_database,
         "database.remove", None, FreshSignIn::Always},
        {"GET", "/databases/{database}/settings", "getDatabaseSettings", Administrator, get_settings},
        {"PATCH", "/databases/{database}/settings", "changeDatabaseSettings", Administrator, change_settings,
         "database.set", Json},
        {"POST", "/databases/{database}/sample", "loadSample", Operator, load_sample, "sample"},
    };
}

} // namespace muster::web
