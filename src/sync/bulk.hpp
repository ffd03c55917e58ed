#pragma once

// The bulk activities of one push that are under way, and what the service said about their rows. Nobody asks it
// how they are getting on before an answer is needed: what reads back as sent is done. Internal to sync.

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sync/courier.hpp"
#include "sync/packing.hpp"
#include "sync/session.hpp"

namespace muster::sync {

class BulkWork {
  public:
    BulkWork(Session& session, Courier& courier) : session_(session), courier_(courier) {}

    void add(Parcel parcel);
    /// True while there are activities whose end is not known.
    [[nodiscard]] bool is_open() const { return !parcels_.empty(); }
    /// True if one of them has one of these Contacts (indices of Plan::contacts). Jobs that share one are done one
    /// after the other (contract, 10.1).
    [[nodiscard]] bool touches(std::vector<std::size_t> contacts) const;
    /// Before another job for the same Contacts: small ones are given time, others are waited for. Whoever is hurt
    /// by an order that was not kept is found by the proof.
    [[nodiscard]] Answer<void> let_go_first(const std::vector<std::size_t>& contacts);
    /// Until all are final, or their time is up; what they say of their rows is noted.
    [[nodiscard]] Answer<void> wait();
    /// As long as a small job takes: an earlier look is a wasted call.
    [[nodiscard]] Answer<void> give_time();
    /// Everything that they were to do has been read back.
    void close();

    /// Everything that this push wrote was written after this moment of the service's clock.
    [[nodiscard]] Instant began_at() const;

    /// What the service said of a Contact's row (index of Plan::contacts), or "".
    [[nodiscard]] std::string reason(std::size_t contact) const;
    /// An error that names no row, or "".
    [[nodiscard]] std::string unassigned() const { return unassigned_; }

  private:
    void note(const Parcel& parcel);
    Session& session_;
    Courier& courier_;
    std::vector<Parcel> parcels_;
    std::unordered_map<std::size_t, std::string> reasons_;
    std::string unassigned_;
    std::optional<Microseconds> clock_ahead_; ///< how far the service's clock is ahead of ours, at most
};

} // namespace muster::sync
