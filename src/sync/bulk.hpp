#pragma once

// The bulk activities of one push that are under way, and what the service said about their rows. Nobody asks it
// how they are getting on before an answer is needed: what reads back as sent is done. Internal to sync.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "sync/courier.hpp"
#include "sync/packing.hpp"
#include "sync/session.hpp"

namespace muster::sync {

class BulkWork {
  public:
    BulkWork(Session& session, Courier& courier) : session_(session), courier_(courier) {}

    void add(Parcel parcel, ImportBatch batch = {}); ///< of an import: what it sent
    /// True while there are activities whose end is not known.
    [[nodiscard]] bool is_open() const { return !parcels_.empty(); }
    /// True if one of them has one of these Contacts (indices of Plan::contacts). Jobs that share one are done one
    /// after the other (contract, 10.1).
    [[nodiscard]] bool touches(std::vector<std::size_t> contacts) const;
    /// Before another job for the same Contacts: small ones are given time, others are waited for. Whoever is hurt
    /// by an order that was not kept is found by the proof.
    [[nodiscard]] Answer<void> let_go_first(const std::vector<std::size_t>& contacts);
    /// What of imports that came to nothing is to be sent again, less whoever `is_left` does not hold: without the
    /// rows that the service named; where it named none, in halves, so that a bad row ends up alone and holds up
    /// nobody (R28). Also, once, what overtook the import that made its Contacts. Empty: all has been tried.
    [[nodiscard]] std::vector<ImportBatch> to_repeat(const std::function<bool(std::size_t contact)>& is_left);
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
    /// Whether a batch overtook, or may have overtaken, what should have been done first.
    enum class Order : std::uint8_t { Kept, Hurried };
    struct Done {
        ImportBatch batch;
        bool came_to_nothing = false;
        bool names_rows = false;
    };
    /// True if it names rows.
    bool note(const Parcel& parcel);
    void forget_parcels();
    Session& session_;
    Courier& courier_;
    std::vector<Parcel> parcels_;
    std::vector<ImportBatch> batches_; ///< parallel
    std::vector<Order> orders_;        ///< parallel
    Order next_ = Order::Kept;
    std::vector<Done> done_; ///< imports that may have to be repeated
    int repeated_ = 0;
    std::unordered_map<std::size_t, std::string> reasons_;
    std::unordered_set<std::size_t> named_; ///< contacts of rows that the service named
    std::string unassigned_;
    std::optional<Microseconds> clock_ahead_; ///< how far the service's clock is ahead of ours, at most
};

} // namespace muster::sync
