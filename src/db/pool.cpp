#include "db/pool.hpp"

namespace muster::db {

Pool::Lease Pool::lease() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return {*this, std::move(connection)};
        }
    }
    return {*this, open_()};
}

Pool::Lease::~Lease() {
    if (connection_ && connection_->is_usable()) {
        pool_->give_back(std::move(connection_));
    }
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kept_) {
        idle_.push_back(std::move(connection));
    }
}

} // namespace muster::db
