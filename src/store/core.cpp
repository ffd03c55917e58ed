#include "store/core.hpp"

#include "store/key_rotation.hpp"

namespace muster::store {

std::string Core::new_name() {
    const std::lock_guard lock(random_lock);
    return new_uuid(random);
}

void Session::check_key() {
    auto row = (*this)["installation.get"].query({kKeyIdRow});
    if (row.next() && row.text(0) != core_.sealer.key_id()) {
        throw db::StoreLost("The store has another key since this program opened it. Start the program again.",
                            db::Loss::Other);
    }
}

Result<std::string> name_of(Session& session, DatabaseId database) {
    auto row = session["database.name"].query({database.number});
    if (!row.next()) {
        return fail(Code::NotFound, "This database was removed meanwhile.");
    }
    return row.copy(0);
}

} // namespace muster::store
