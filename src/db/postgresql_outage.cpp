#include "db/postgresql_outage.hpp"

#include <fmt/format.h>

#include "base/log.hpp"

namespace muster::db {

void Outage::has_begun(std::string_view why) {
    const std::lock_guard lock(mutex_);
    if (!since_) {
        since_ = std::chrono::steady_clock::now();
        log(LogLevel::Warning, "store_away", {{"store", place_}, {"reason", std::string(why)}});
    }
}

void Outage::is_over() {
    const std::lock_guard lock(mutex_);
    if (since_) {
        const std::chrono::duration<double> away = std::chrono::steady_clock::now() - *since_;
        since_.reset();
        log(LogLevel::Warning, "store_back", {{"store", place_}, {"seconds", fmt::format("{:.1f}", away.count())}});
    }
}

} // namespace muster::db
