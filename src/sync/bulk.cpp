#include "sync/bulk.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

namespace muster::sync {
namespace cc = constant_contact;
namespace {

/// Between the clocks of the service's own machines; it tells whole seconds.
constexpr std::chrono::seconds kClockSlack{5};
/// Imports that one run sends to find bad rows; a service that takes nothing at all is not asked for ever.
constexpr int kMostRepeats = 40;

} // namespace

void BulkWork::add(Parcel parcel, ImportBatch batch) {
    if (parcel.activity.created_at && parcel.step.sent_at) {
        const Microseconds ahead = *parcel.activity.created_at - *parcel.step.sent_at;
        clock_ahead_ = std::min(clock_ahead_.value_or(ahead), ahead);
    }
    parcels_.push_back(std::move(parcel));
    batches_.push_back(std::move(batch));
    orders_.push_back(next_);
}

Instant BulkWork::began_at() const {
    const Instant began = session_.first_write_at.value_or(session_.looked_at);
    return clock_ahead_ ? began + *clock_ahead_ - kClockSlack : began - kOverlap;
}

bool BulkWork::touches(std::vector<std::size_t> contacts) const {
    std::ranges::sort(contacts);
    return std::ranges::any_of(parcels_, [&](const Parcel& parcel) {
        return std::ranges::any_of(parcel.contacts,
                                   [&](std::size_t i) { return std::ranges::binary_search(contacts, i); });
    });
}

Answer<void> BulkWork::let_go_first(const std::vector<std::size_t>& contacts) {
    if (!touches(contacts)) {
        return {};
    }
    std::size_t rows = 0;
    for (const Parcel& parcel : parcels_) {
        rows += parcel.contacts.size();
    }
    if (rows > kSmallRound) {
        return wait();
    }
    next_ = Order::Hurried;
    return give_time();
}

Answer<void> BulkWork::wait() {
    if (parcels_.empty()) {
        return {};
    }
    TRY(courier_.wait_for(parcels_));
    for (std::size_t k = 0; k < parcels_.size(); ++k) {
        const cc::ActivityState state = parcels_[k].activity.state;
        const bool names_rows = note(parcels_[k]);
        const bool came_to_nothing = cc::is_final(state) && state != cc::ActivityState::Completed;
        if (!batches_[k].rows.empty() && (came_to_nothing || orders_[k] == Order::Hurried)) {
            done_.push_back({std::move(batches_[k]), came_to_nothing, names_rows});
        }
    }
    forget_parcels();
    return {};
}

std::vector<ImportBatch> BulkWork::to_repeat(const std::function<bool(std::size_t contact)>& is_left) {
    std::vector<ImportBatch> batches;
    for (Done& done : std::exchange(done_, {})) {
        ImportBatch left;
        left.heading = done.batch.heading;
        left.lists = done.batch.lists;
        for (std::size_t k = 0; k < done.batch.rows.size(); ++k) {
            const std::size_t i = done.batch.contacts[k];
            if (is_left(i) && !named_.contains(i)) {
                left.rows.push_back(std::move(done.batch.rows[k]));
                left.contacts.push_back(i);
            }
        }
        const bool stood_alone = done.came_to_nothing && done.batch.rows.size() == 1;
        if (left.rows.empty() || stood_alone || repeated_ >= kMostRepeats) {
            continue;
        }
        for (const std::size_t i : left.contacts) {
            reasons_.erase(i);
        }
        const bool in_halves = done.came_to_nothing && !done.names_rows && left.rows.size() > 1;
        for (ImportBatch& part : in_halves ? halves_of(left) : std::vector<ImportBatch>{left}) {
            batches.push_back(std::move(part));
            ++repeated_;
        }
    }
    next_ = Order::Kept;
    return batches;
}

Answer<void> BulkWork::give_time() {
    session_.progress(Phase::Waiting, 0, static_cast<std::int64_t>(parcels_.size()), "Constant Contact is working");
    return courier_.pause(kFirstPoll);
}

void BulkWork::close() {
    for (Parcel& parcel : parcels_) {
        courier_.close(parcel.step, StepState::Proved);
    }
    forget_parcels();
}

void BulkWork::forget_parcels() {
    parcels_.clear();
    batches_.clear();
    orders_.clear();
}

std::string BulkWork::reason(std::size_t contact) const {
    const auto found = reasons_.find(contact);
    return found == reasons_.end() ? "" : found->second;
}

/// What an activity says about its rows becomes the reason of those that the proof does not find.
bool BulkWork::note(const Parcel& parcel) {
    bool names_rows = false;
    const cc::Activity& activity = parcel.activity;
    if (activity.state != cc::ActivityState::Completed) {
        const std::string reason =
            cc::is_final(activity.state)
                ? fmt::format("Constant Contact ended the import as {}.", cc::to_text(activity.state))
                : "Constant Contact had not finished the import in time.";
        for (const std::size_t i : parcel.contacts) {
            reasons_.try_emplace(i, reason);
        }
    }
    for (const std::string& error : activity.errors) {
        // A line counts from a heading: "Line 2" is the first row (contract, 10.1).
        constexpr std::string_view kLine = "Line ";
        const auto at = error.find(kLine);
        const auto line =
            at == std::string::npos ? 0 : std::strtoul(error.c_str() + at + kLine.size(), nullptr, 10);
        if (line >= 2 && line - 2 < parcel.contacts.size()) {
            reasons_.insert_or_assign(parcel.contacts[line - 2], fmt::format("Constant Contact says: {}", error));
            named_.insert(parcel.contacts[line - 2]);
            names_rows = true;
        } else if (unassigned_.empty()) {
            unassigned_ = error;
        }
    }
    return names_rows;
}

} // namespace muster::sync
