// Custom fields (contract, section 8).

#include "sandbox/fields.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/body.hpp"

namespace muster::sandbox {

namespace {

constexpr std::array<std::string_view, 9> kTypes{
    "string", "date", "datetime", "single_select", "multi_select", "currency", "text_area", "number", "boolean"};

void write_field(json::Writer& writer, const World& world, const Field& field) {
    writer.object().member("custom_field_id", field.id).member("label", field.label).member("name", field.name);
    writer.member("type", field.type);
    if (!field.metadata.empty()) {
        writer.key("metadata").raw(field.metadata);
    }
    if (field.version) {
        writer.member("version", *field.version);
    }
    if (!field.choices.empty()) {
        writer.key("choices").array();
        for (const auto& choice : field.choices) {
            writer.object().member("custom_field_id", field.id).member("choice_id", choice.id);
            writer.member("choice_label", choice.label).member("display_order", choice.order).end();
        }
        writer.end();
    }
    writer.member("created_at", world.time_text(field.created_at));
    writer.member("updated_at", world.time_text(field.updated_at)).end();
}

net::Response field_answer(const World& world, int status, const Field& field) {
    json::Writer writer;
    write_field(writer, world, field);
    return json_answer(status, writer.take());
}

const Field* owner_of(const Account& account, std::string_view label, std::string_view name,
                      std::string_view but_not) {
    for (const auto& field : account.fields) {
        const bool same = ascii_lower(field.label) == ascii_lower(label) || field.name == name;
        if (same && field.id != but_not) {
            return &field;
        }
    }
    return nullptr;
}

std::vector<Choice> read_choices(const json::Reader& choices, Errors& errors) {
    std::vector<Choice> result;
    choices.each([&](const json::Reader& one) {
        Choice choice;
        choice.id = one["choice_id"].integer_or(static_cast<std::int64_t>(result.size()) + 1);
        choice.label = one["choice_label"].text_or("");
        choice.order = one["display_order"].integer_or(static_cast<std::int64_t>(result.size()) + 1);
        if (choice.label.empty() || code_points(choice.label) > 255) {
            errors.add("choices.choice_label does not have a valid value");
        }
        result.push_back(std::move(choice));
    });
    if (result.size() > 100) {
        errors.add("choices holds more than 100 values");
    }
    return result;
}

std::string read_label(Body& body, const Switches& switches) {
    std::string label = text_of(body.root(), "label", 50, switches, body.errors());
    if (trim(label).empty()) {
        body.errors().add("label is missing");
    }
    return label;
}

net::Response conflict(std::string_view label) {
    return error_array(409, "contact_custom_fields.api.conflict",
                       {fmt::format("A custom field \"{}\" exists already.", label)});
}

net::Response post_field(Call& call) {
    Body body(call, "contact_custom_fields");
    if (body.refusal()) {
        return *body.refusal();
    }
    const Switches& switches = call.world.switches();
    Errors& errors = body.errors();
    only(body.root(), {"label", "type", "metadata", "choices", "version"}, errors);
    Field field;
    field.label = read_label(body, switches);
    field.type = body.root()["type"].text_or("");
    if (std::find(kTypes.begin(), kTypes.end(), field.type) == kTypes.end()) {
        errors.add("type is missing, type does not have a valid value");
    } else if (switches.typed_fields == Refusal::Refuse && field.type != "string" && field.type != "date") {
        errors.add(fmt::format("type {} is not supported by this account", field.type));
    }
    field.metadata = body.root()["metadata"].raw();
    field.version = body.root()["version"].integer();
    field.choices = read_choices(body.root()["choices"], errors);
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    if (owner_of(*call.account, field.label, field_name_of(field.label, switches), "") != nullptr) {
        return conflict(field.label);
    }
    if (call.account->fields.size() >= call.world.options.max_fields) {
        return invalid("contact_custom_fields", {"The account holds as many custom fields as it can."});
    }
    return field_answer(call.world, 201, add_field(call.world, *call.account, std::move(field), call.now));
}

net::Response put_field(Call& call) {
    Field* field = call.account->field(call.parts[0]);
    if (field == nullptr) {
        return not_found("contact_custom_fields", "custom field");
    }
    Body body(call, "contact_custom_fields");
    if (body.refusal()) {
        return *body.refusal();
    }
    const Switches& switches = call.world.switches();
    only(body.root(), {"label", "choices"}, body.errors()); // no type since 2025: section 8
    const std::string label = read_label(body, switches);
    auto choices = read_choices(body.root()["choices"], body.errors());
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    const std::string name =
        switches.field_rename_moves_name == OnOff::On ? field_name_of(label, switches) : field->name;
    if (owner_of(*call.account, label, name, field->id) != nullptr) {
        return conflict(label);
    }
    field->label = label;
    field->name = name;
    field->choices = std::move(choices);
    field->updated_at = call.now;
    call.world.changed = true;
    return field_answer(call.world, 200, *field);
}

net::Response get_fields(Call& call) {
    const auto page = page_of(call);
    if (!page) {
        return invalid("contact_custom_fields", {"cursor is in an invalid format"});
    }
    call.query = page->query;
    const auto limit = limit_of(call, 100);
    if (!limit) {
        return invalid("contact_custom_fields", {"limit must be a number from 1 to 100"});
    }
    const auto& fields = call.account->fields;
    const std::size_t end = std::min(fields.size(), page->place + *limit);
    json::Writer writer;
    writer.object().key("custom_fields").array();
    for (std::size_t place = page->place; place < end; ++place) {
        write_field(writer, call.world, fields[place]);
    }
    writer.end();
    write_links(writer, call, end < fields.size() ? std::optional(end) : std::nullopt);
    writer.end();
    return json_answer(200, writer.take());
}

net::Response get_field(Call& call) {
    const Field* field = call.account->field(call.parts[0]);
    return field == nullptr ? not_found("contact_custom_fields", "custom field")
                            : field_answer(call.world, 200, *field);
}

net::Response delete_field(Call& call) {
    if (call.account->field(call.parts[0]) == nullptr) {
        return not_found("contact_custom_fields", "custom field");
    }
    remove_field(call.world, *call.account, call.parts[0]);
    return empty_answer(204);
}

} // namespace

std::string field_name_of(std::string_view label, const Switches& switches) {
    std::string name(label);
    std::replace(name.begin(), name.end(), ' ', '_');
    return switches.field_name_case == FieldNameCase::Lower ? ascii_lower(name) : name;
}

Field& add_field(World& world, Account& account, Field field, Instant now) {
    field.id = world.new_id();
    field.name = field_name_of(field.label, world.switches());
    field.created_at = now;
    field.updated_at = now;
    account.fields.push_back(std::move(field));
    world.changed = true;
    return account.fields.back();
}

void remove_field(World& world, Account& account, std::string_view field_id) {
    const std::string id(field_id);
    for (auto& contact : account.contacts()) {
        std::erase_if(contact.custom_fields, [&](const FieldValue& one) { return one.field_id == id; });
    }
    std::erase_if(account.fields, [&](const Field& one) { return one.id == id; });
    world.changed = true;
}

Routes field_routes() {
    return {
        {"GET", "/contact_custom_fields", "contact_data", get_fields},
        {"POST", "/contact_custom_fields", "contact_data", post_field},
        {"GET", "/contact_custom_fields/*", "contact_data", get_field},
        {"PUT", "/contact_custom_fields/*", "contact_data", put_field},
        {"DELETE", "/contact_custom_fields/*", "contact_data", delete_field},
    };
}

} // namespace muster::sandbox
