#include <filesystem>

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

Result<store::CopiedStore> copy(Session& session, app::Installation& installation, const std::string& url,
                                store::WhileRunning while_running) {
    auto copied = installation.store().copy_to(url, while_running, [&](std::string_view table, std::int64_t rows) {
        session.console().status_line(fmt::format("Copying {}: {} rows so far", table, rows));
    });
    session.console().status_line("");
    return copied;
}

void tell(Session& session, const store::CopiedStore& copied, const std::string& to, const std::string& key_file,
          std::string_view sentence) {
    auto writer = begin_document();
    session.console().document(writer.member("to", to)
                                   .member("tables", copied.tables)
                                   .member("rows", copied.rows)
                                   .member("key_file", key_file)
                                   .end()
                                   .text());
    session.console().say(sentence);
}

Result<Exit> copy_store(Session& session, const Given& given) {
    auto sources = session.sources();
    sources.flags["--store"] = given.value("FROM");
    Session from(session.console(), std::move(sources), {session.clock(), session.random()}, session.cancel());
    TRY_ASSIGN(auto* installation, from.installation());
    TRY_ASSIGN(const auto copied, copy(session, *installation, given.value("TO"), store::WhileRunning::Refuse));
    const auto& key_file = installation->store().key_file();
    tell(session, copied, given.value("TO"), key_file,
         fmt::format(
             "{} rows of {} tables are copied, and each was read back as it is. The copy has the same key: "
             "name it with --key-file {}, or put it where the copy's is looked for. Use one of the two stores "
             "from now on: each would update the same accounts.",
             copied.rows, copied.tables, key_file));
    return Exit::Done;
}

Result<Exit> back_up(Session& session, const Given& given) {
    const std::string& file = given.value("FILE");
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto copied, copy(session, *installation, "sqlite:" + file, store::WhileRunning::Allow));
    const auto& key_file = installation->store().key_file();
    tell(session, copied, file, key_file,
         fmt::format("{} holds all as it was at one moment: {} rows, each read back as it is. Keep the key file {} "
                     "too, in another place: without it the secrets in the backup do not open.",
                     file, copied.rows, key_file));
    return Exit::Done;
}

} // namespace

std::vector<Command> store_commands() {
    return {
        {"store copy",
         "copy an installation into another store, and prove the copy",
         {{"FROM", "the store to be read, sqlite:PATH or postgresql://…"},
          {"TO", "a store that holds nothing yet, or is not there yet"}},
         {},
         SideEffects::Records,
         {"muster store copy sqlite:/var/lib/muster/muster.db postgresql://muster@db.example.org/muster"},
         copy_store,
         "Everything is copied, history and schedule too, as it is at one moment; a copy that is cut off leaves "
         "nothing. FROM is not changed. Exit code 7 while a run goes on."},
        {"store backup",
         "keep a copy of the store in one file, also while it is in use",
         {{"FILE", "the new SQLite file"}},
         {},
         SideEffects::Nothing,
         {"muster store backup /var/backups/muster.db"},
         back_up,
         "The file is a whole store: name it with --store to look into it, or copy it back with `muster store "
         "copy`. "
         "The key is not in it; keep it in another place."},
    };
}

} // namespace muster::cli
