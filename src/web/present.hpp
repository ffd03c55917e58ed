#pragma once

// Values as the API's documents (api/openapi.yaml, schemas). Each function writes one value where the writer
// stands.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/connection.hpp"
#include "app/daily_update.hpp"
#include "app/device_logins.hpp"
#include "app/history.hpp"
#include "app/installation.hpp"
#include "app/progress_board.hpp"
#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "app/undo.hpp"
#include "app/why.hpp"
#include "base/json.hpp"
#include "base/time.hpp"

namespace muster::web {

class Call;

void write(json::Writer& writer, const store::Database& database);
void write(json::Writer& writer, const std::optional<app::NextRun>& next);
/// Why an automatic update is off that no person switched off, or null.
void write_off(json::Writer& writer, const std::optional<app::OffForUndo>& off);
void write_session(json::Writer& writer, Call& call, const app::SignedIn& who);
void write(json::Writer& writer, const roster::Selections& selections);

void write(json::Writer& writer, const sync::Totals& totals);
void write(json::Writer& writer, const sync::RunSummary& run);
void write(json::Writer& writer, const sync::Person& person);
void write(json::Writer& writer, const sync::Issue& issue);
void write(json::Writer& writer, const app::RunProgress& progress, Instant now);
enum class MayOperate { No, Yes };
/// What can be done with it depends on who looks.
void write(json::Writer& writer, const app::RunView& view, MayOperate may_operate, Instant now);
void write(json::Writer& writer, const app::Explanation& explanation);

void write(json::Writer& writer, const app::ConnectionState& state);
void write(json::Writer& writer, const app::DeviceLogin& login);

void write(json::Writer& writer, const staff::User& user);

/// An instant or date as text, or null.
void write_moment(json::Writer& writer, std::string_view key, const std::optional<Instant>& moment);
void write_moment(json::Writer& writer, std::string_view key, const std::optional<Date>& date);
/// A text, or null where it is blank.
void write_or_null(json::Writer& writer, std::string_view key, const std::string& text);

} // namespace muster::web
