#include "app/databases.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::app {

Result<store::Database> add_database(Installation& installation, const std::string& name) {
    TRY_ASSIGN(const auto id, installation.store().add_database(name));
    return installation.store().describe_database(id);
}

Result<store::Database> rename_database(Installation& installation, const std::string& name,
                                        const std::string& to) {
    TRY_ASSIGN(const auto id, installation.store().find_database(name));
    TRY(installation.store().rename_database(id, to));
    return installation.store().describe_database(id);
}

Result<store::Database> remove_database(Installation& installation, const std::string& name,
                                        const std::string& confirmed) {
    TRY_ASSIGN(const auto id, installation.store().find_database(name));
    TRY_ASSIGN(auto database, installation.store().describe_database(id));
    if (name_key(confirmed) != name_key(database.name)) {
        return fail(Code::Invalid, fmt::format("\"{0}\" has {1} Members and {2} Reps, and all of it would be lost. "
                                               "To remove it, confirm its name.",
                                               database.name, database.members, database.reps));
    }
    TRY(installation.store().remove_database(id));
    return database;
}

} // namespace muster::app
