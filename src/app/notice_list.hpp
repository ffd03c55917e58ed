#pragma once

// The weekly list of people who opted out and are still in Rep Groups (R34), and whom notices of a database go to.

#include <string>
#include <vector>

#include "app/installation.hpp"
#include "store/notice_queue.hpp"
#include "store/store.hpp"

namespace muster::app {

/// One delivery for each address that the database notifies, and one for the webhook if there is one.
[[nodiscard]] std::vector<store::NewDelivery> notice_deliveries(Installation& installation,
                                                                store::DatabaseId database);

/// One Rep who has the attribute "Unsubscribed from CC" and is in a Rep Group.
struct OptedOutRep {
    std::string rep_id;
    std::string name;
    std::string company;
    std::string email;
    std::vector<std::string> groups;
};
/// In the order of R4.
[[nodiscard]] std::vector<OptedOutRep> opted_out_reps(Installation& installation, store::DatabaseId database);
/// A line each: "Ana Díaz, Corner Bakery <ana@example.org>: Board, Ambassadors".
[[nodiscard]] std::string to_lines(const std::vector<OptedOutRep>& reps);

/// At the first look of each week (from Monday, UTC), where the database has asked for the list: makes the notice
/// if anybody is on it. It goes by mail only, and its names are read when it is sent, not kept in the queue.
void announce_opted_out(Installation& installation, store::DatabaseId database);

} // namespace muster::app
