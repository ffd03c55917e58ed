#pragma once

// A grant kept in memory as the store would keep it. Several MemoryGrants on one MemoryGrantCell are several
// processes.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "constant_contact/tokens.hpp"

namespace muster {

/// What all processes share.
struct MemoryGrantCell {
    std::mutex mutex;
    std::optional<constant_contact::Grant> grant;
    std::string lost_reason; ///< "" until the grant was marked lost
    const void* lease_holder = nullptr;
    Instant lease_until{};
    int stores = 0;         ///< that succeeded
    int failing_stores = 0; ///< this many stores from now on fail
    int failing_loads = 0;
};

class MemoryGrants : public constant_contact::GrantStore {
  public:
    explicit MemoryGrants(std::shared_ptr<MemoryGrantCell> cell = std::make_shared<MemoryGrantCell>())
        : cell_(std::move(cell)) {}

    [[nodiscard]] MemoryGrantCell& cell() { return *cell_; }
    /// Another process on the same store.
    [[nodiscard]] MemoryGrants other_process() const { return MemoryGrants(cell_); }

    /// A grant that is good for a day from `now`.
    static constant_contact::Grant good_grant(Instant now) {
        constant_contact::Grant grant;
        grant.access_token = "access-1";
        grant.refresh_token = "refresh-1";
        grant.renewed_at = now;
        grant.granted_at = now;
        grant.access_expires_at = now + std::chrono::hours(24);
        grant.granted_by = "test";
        return grant;
    }

    Result<std::optional<constant_contact::Grant>> load() override {
        const std::lock_guard lock(cell_->mutex);
        if (cell_->failing_loads > 0) {
            --cell_->failing_loads;
            return fail(Code::Unavailable, "The store is away.");
        }
        return cell_->grant;
    }

    Result<bool> store(const constant_contact::Grant& grant) override {
        const std::lock_guard lock(cell_->mutex);
        if (cell_->failing_stores > 0) {
            --cell_->failing_stores;
            return fail(Code::Unavailable, "The disk is full.");
        }
        const bool fits = cell_->grant ? cell_->grant->generation == grant.generation - 1 : grant.generation == 0;
        if (fits) {
            cell_->grant = grant;
            cell_->lost_reason.clear();
            ++cell_->stores;
        }
        return fits;
    }

    Result<void> mark_lost(std::int64_t generation, const std::string& reason, Instant) override {
        const std::lock_guard lock(cell_->mutex);
        if (cell_->grant && cell_->grant->generation == generation) {
            cell_->grant.reset();
            cell_->lost_reason = reason;
        }
        return {};
    }

    Result<bool> take_refresh_lease(Instant now, Instant until) override {
        const std::lock_guard lock(cell_->mutex);
        if (cell_->lease_holder != nullptr && cell_->lease_holder != this && cell_->lease_until > now) {
            return false;
        }
        cell_->lease_holder = this;
        cell_->lease_until = until;
        return true;
    }

    void release_refresh_lease() override {
        const std::lock_guard lock(cell_->mutex);
        if (cell_->lease_holder == this) {
            cell_->lease_holder = nullptr;
        }
    }

  private:
    std::shared_ptr<MemoryGrantCell> cell_; // shared: one cell, several processes
};

} // namespace muster
