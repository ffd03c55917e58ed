#include "store/core.hpp"

namespace muster::store {

std::string Core::new_name() {
    const std::lock_guard lock(random_lock);
    return new_uuid(random);
}

Result<std::string> name_of(Session& session, DatabaseId database) {
    auto row = session["database.name"].query({database.number});
    if (!row.next()) {
        return fail(Code::NotFound, "This database was removed meanwhile.");
    }
    return row.copy(0);
}

} // namespace muster::store
