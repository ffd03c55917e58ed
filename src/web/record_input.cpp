#include "web/record_input.hpp"

#include "base/text.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestId = 1020;
constexpr std::size_t kLongestVersion = 100;
constexpr std::size_t kLongestField = 20'000;
constexpr std::size_t kLongestName = 1020;

} // namespace

Checked<RecordInput> read_new_record(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"id", "fields"});
    fields.require("fields");
    RecordInput input{.id = fields.required_text("id", kLongestId),
                      .fields = fields.pairs("fields", kLongestField)};
    TRY(body.check());
    return input;
}

Checked<RecordInput> read_changed_record(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"version", "fields"});
    fields.require("fields");
    RecordInput input{.version = fields.text("version", kLongestVersion).value_or(""),
                      .fields = fields.pairs("fields", kLongestField)};
    TRY(body.check());
    return input;
}

Checked<std::string> read_name(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    auto name = Fields(body.root(), {"name"}).required_text("name", kLongestName);
    TRY(body.check());
    return name;
}

std::string field_words(const std::vector<app::Assignment>& fields) {
    std::vector<std::string> names;
    for (const auto& [name, value] : fields) {
        names.push_back(name);
    }
    return join(names, ", ");
}

Problem changed_meanwhile(const Error& error) {
    return error.code == Code::Conflict ? Problem(ProblemKind::Changed, error.message) : Problem(error);
}

} // namespace muster::web
