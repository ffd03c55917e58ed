#include "app/lost_store.hpp"

#include "db/errors.hpp"

namespace muster::app {

bool is_lost_store(const std::exception& error) { return dynamic_cast<const db::StoreLost*>(&error) != nullptr; }

} // namespace muster::app
