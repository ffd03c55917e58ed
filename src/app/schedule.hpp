#pragma once

// The installation's daily schedule as it is stored (R20).

#include <optional>
#include <string>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace muster::app {

struct ScheduleChange {
    std::optional<std::string> time;      ///< "HH:MM"
    std::optional<std::string> time_zone; ///< IANA name
    bool enabled = false;
};

/// What is not given stays; a first save needs a time, and takes the machine's time zone. Saving what is saved
/// already changes nothing: only switching on or moving makes a time that has passed mean tomorrow. Code::Invalid
/// for a time or a zone that does not exist.
[[nodiscard]] Result<store::Schedule> set_schedule(Installation& installation, const ScheduleChange& change);

} // namespace muster::app
