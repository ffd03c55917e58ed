// Request bodies, and the rows of imports.

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "constant_contact/resources.hpp"
#include "constant_contact/wire.hpp"

namespace muster::constant_contact {

namespace {

using json::Writer;

/// What is left out becomes null in a PUT (contract, 5.5), so blanks need not be written.
void write_text(Writer& writer, std::string_view name, const std::string& text) {
    if (!text.empty()) {
        writer.member(name, text);
    }
}

void write_core(Writer& writer, const CoreProperties& core) {
    write_text(writer, "first_name", core.first_name);
    write_text(writer, "last_name", core.last_name);
    write_text(writer, "job_title", core.job_title);
    write_text(writer, "company_name", core.company_name);
    if (core.birthday_month && core.birthday_day) { // both or neither (contract, 5.1)
        writer.member("birthday_month", *core.birthday_month).member("birthday_day", *core.birthday_day);
    }
    write_text(writer, "anniversary", core.anniversary);
}

void write_custom_fields(Writer& writer, const std::vector<CustomFieldValue>& fields) {
    writer.key("custom_fields").array();
    for (const CustomFieldValue& field : fields) {
        writer.object().member("custom_field_id", field.custom_field_id);
        if (!field.value.empty() || field.choice_ids.empty()) {
            writer.member("value", field.value);
        }
        if (!field.choice_ids.empty()) {
            writer.key("choice_ids").array();
            for (const std::string& choice : field.choice_ids) {
                writer.raw(choice);
            }
            writer.end();
        }
        writer.end();
    }
    writer.end();
}

void write_phone_numbers(Writer& writer, const std::vector<PhoneNumber>& phones) {
    writer.key("phone_numbers").array();
    for (const PhoneNumber& phone : phones) {
        writer.object().member("phone_number", phone.phone_number);
        write_text(writer, "kind", phone.kind);
        writer.end();
    }
    writer.end();
}

void write_street_addresses(Writer& writer, const std::vector<StreetAddress>& addresses) {
    writer.key("street_addresses").array();
    for (const StreetAddress& address : addresses) {
        writer.object().member("kind", address.kind);
        write_text(writer, "street", address.street);
        write_text(writer, "city", address.city);
        write_text(writer, "state", address.state);
        write_text(writer, "postal_code", address.postal_code);
        write_text(writer, "country", address.country);
        writer.end();
    }
    writer.end();
}

void write_address(Writer& writer, const std::string& address) {
    if (!address.empty()) {
        writer.key("email_address").object().member("address", address).end();
    }
}

} // namespace

std::string encode_new_contact(const NewContact& contact) {
    Writer writer;
    writer.object();
    write_address(writer, contact.address);
    write_core(writer, contact.core);
    writer.member("create_source", "Account");
    if (!contact.custom_fields.empty()) {
        write_custom_fields(writer, contact.custom_fields);
    }
    if (!contact.phone_numbers.empty()) {
        write_phone_numbers(writer, contact.phone_numbers);
    }
    if (!contact.street_addresses.empty()) {
        write_street_addresses(writer, contact.street_addresses);
    }
    if (!contact.list_memberships.empty()) {
        writer.member("list_memberships", contact.list_memberships);
    }
    return writer.end().take();
}

std::string encode_contact_update(const ContactUpdate& update) {
    Writer writer;
    writer.object();
    write_address(writer, update.address);
    write_core(writer, update.core);
    writer.member("update_source", "Account");
    if (update.custom_fields) {
        write_custom_fields(writer, *update.custom_fields);
    }
    if (update.phone_numbers) {
        write_phone_numbers(writer, *update.phone_numbers);
    }
    if (update.street_addresses) {
        write_street_addresses(writer, *update.street_addresses);
    }
    if (update.list_memberships) {
        writer.member("list_memberships", *update.list_memberships);
    }
    return writer.end().take();
}

std::string encode_json_row(const ImportRow& row) {
    Writer writer;
    writer.object();
    for (const auto& [name, value] : row) {
        writer.member(name, value);
    }
    return writer.end().take();
}

std::string encode_csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string& cell = cells[i];
        line += i == 0 ? "" : ",";
        const bool plain = cell.find_first_of("\",\r\n") == std::string::npos && trim(cell).size() == cell.size();
        if (plain) {
            line += cell;
            continue;
        }
        line += '"';
        for (const char character : cell) {
            line += character == '"' ? "\"\"" : std::string(1, character);
        }
        line += '"';
    }
    return line + "\r\n";
}

std::string encode_json_import(const std::vector<std::string>& rows, const std::vector<std::string>& list_ids) {
    Writer writer;
    writer.object().key("import_data").array();
    for (const std::string& row : rows) {
        writer.raw(row);
    }
    return writer.end().member("list_ids", list_ids).end().take();
}

std::string encode_list_removal(const std::vector<std::string>& contact_ids,
                                const std::vector<std::string>& list_ids) {
    Writer writer;
    writer.object().key("source").object().member("contact_ids", contact_ids).end();
    return writer.member("list_ids", list_ids).end().take();
}

std::string encode_csv_import(std::string_view csv, const std::vector<std::string>& list_ids,
                              std::string_view boundary) {
    return fmt::format("--{0}\r\n"
                       "Content-Disposition: form-data; name=\"file\"; filename=\"contacts.csv\"\r\n"
                       "Content-Type: text/csv\r\n\r\n"
                       "{1}\r\n"
                       "--{0}\r\n"
                       "Content-Disposition: form-data; name=\"list_ids\"\r\n\r\n"
                       "{2}\r\n"
                       "--{0}--\r\n",
                       boundary, csv, join(list_ids, ","));
}

bool is_final(ActivityState state) {
    return state != ActivityState::Initialized && state != ActivityState::Processing;
}

std::string_view to_text(ActivityState state) {
    switch (state) {
    case ActivityState::Initialized:
        return "initialized";
    case ActivityState::Processing:
        return "processing";
    case ActivityState::Completed:
        return "completed";
    case ActivityState::Cancelled:
        return "cancelled";
    case ActivityState::Failed:
        return "failed";
    case ActivityState::TimedOut:
        return "timed_out";
    }
    return "processing";
}

} // namespace muster::constant_contact
