#pragma once

// What nobody outside Constant Contact knows about the service, as choices (contract, section 15). The first value
// of each comment is the default: what the documents say, or the likelier guess.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace muster::sandbox {

enum class OnOff { Off, On };
enum class Refusal { Refuse, Accept };
enum class FullStop { Keep, Strip, Refuse };
enum class Kept { Keep, Drop };
enum class DeletedName { Free, Taken };
enum class PutWithoutPermission { Keep, NotSet, Implicit, Refuse };
enum class PutWithoutEmail { Keep, Clear, Refuse };
enum class Compared { Folded, Exact };
enum class TooLong { Refuse, Cut };
enum class Megabyte { Decimal, Binary };
enum class BlankCells { Ignore, Clear };
enum class Unknown { Ignore, Row, Job };
enum class Duplicates { Last, First };
enum class ListFiftyOne { Skip, Row };
enum class AddUnsubscribed { Silent, Errors, Add };
enum class PutSelfUnsubscribed { Refuse, RefuseAny, Ignore, Apply };
enum class Order { Created, Newest, Id };
enum class LastPage { Absent, Null, Empty };
enum class DefaultStatus { NotDeleted, Active };
enum class RateWindow { Sliding, Fixed };
enum class Boundary { Exclusive, Inclusive };
enum class TimeFormat { Seconds, Milliseconds, Offset };
enum class FieldNameCase { Kept, Lower };
enum class SameRefreshToken { Included, LeftOut };
enum class Headings { Names, Labels };
enum class QueueFullBody { Array, Object, Empty };
enum class WrongValue { Row, Ignore, Keep };

struct Switches {
    Refusal put_empty_lists = Refusal::Refuse;
    FullStop full_stop_in_name = FullStop::Keep;
    Kept lists_after_opt_out = Kept::Keep;
    std::size_t answer_ms = 0;
    DeletedName deleted_list_name = DeletedName::Free;
    PutWithoutPermission put_without_permission = PutWithoutPermission::Keep;
    PutWithoutEmail put_without_email = PutWithoutEmail::Keep;
    Compared address_case = Compared::Folded;
    OnOff store_addresses_lower = OnOff::Off;
    Compared list_name_case = Compared::Folded;
    Compared list_name_blanks = Compared::Folded;
    OnOff unsubscribed_with_deleted = OnOff::Off;
    OnOff confirmed_opt_in = OnOff::Off;
    TooLong too_long = TooLong::Refuse;
    Megabyte megabyte = Megabyte::Decimal;
    std::size_t import_email_limit = 50;
    BlankCells blank_cells = BlankCells::Ignore;
    Unknown unknown_import_field = Unknown::Ignore;
    Unknown unknown_import_key = Unknown::Ignore;
    WrongValue wrong_typed_value = WrongValue::Row;
    Duplicates import_duplicates = Duplicates::Last;
    ListFiftyOne list_51 = ListFiftyOne::Skip;
    AddUnsubscribed add_lists_unsubscribed = AddUnsubscribed::Silent;
    PutSelfUnsubscribed put_self_unsubscribed = PutSelfUnsubscribed::Refuse;
    OnOff unsubscribed_rows_updated = OnOff::On;
    OnOff import_revives_deleted = OnOff::On;
    OnOff rejected_calls_count = OnOff::Off;
    OnOff retry_after = OnOff::Off;
    RateWindow rate_window = RateWindow::Sliding;
    Order order = Order::Created;
    OnOff pages_overlap = OnOff::Off;
    LastPage last_page = LastPage::Absent;
    DefaultStatus default_status = DefaultStatus::NotDeleted;
    Boundary after_boundary = Boundary::Exclusive;
    OnOff membership_moves_updated_at = OnOff::Off;
    TimeFormat time_format = TimeFormat::Seconds;
    OnOff trim_values = OnOff::Off;
    FieldNameCase field_name_case = FieldNameCase::Kept;
    OnOff field_rename_moves_name = OnOff::Off;
    Refusal typed_fields = Refusal::Accept;
    std::size_t custom_field_cap = 25;
    Kept put_list_omitted = Kept::Drop;
    OnOff row_reasons = OnOff::On;
    QueueFullBody queue_full_body = QueueFullBody::Array;
    Headings export_headings = Headings::Names;
    OnOff auto_grant = OnOff::Off;
    std::size_t device_interval = 5;
    std::size_t refresh_grace_s = 0;
    SameRefreshToken same_refresh_token = SameRefreshToken::Included;
};

/// One row of the table of switches.
struct SwitchDescription {
    std::string name;
    std::string help;
    std::vector<std::string> values; ///< empty: a number from 0 to `most`
    std::size_t most = 0;
    std::string standard; ///< the default
    std::function<std::string(const Switches&)> read;
    std::function<bool(Switches&, std::string_view)> write; ///< false if the value is none of them
};

/// Every switch, in the order of the help.
[[nodiscard]] const std::vector<SwitchDescription>& switch_table();

/// Code::Invalid for an unknown name or value; the message lists the known ones.
[[nodiscard]] Result<void> set_switch(Switches& switches, std::string_view name, std::string_view value);
/// "name=value".
[[nodiscard]] Result<void> set_switch(Switches& switches, std::string_view assignment);

} // namespace muster::sandbox
