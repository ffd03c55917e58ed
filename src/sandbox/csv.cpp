#include "sandbox/csv.hpp"

#include "base/text.hpp"

namespace muster::sandbox {

std::vector<std::vector<std::string>> parse_csv(std::string_view text, std::size_t most) {
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> record;
    std::string cell;
    bool quoted = false;
    bool any = false;
    const auto end_record = [&] {
        if (any) {
            record.push_back(std::move(cell));
            records.push_back(std::move(record));
        }
        record.clear();
        cell.clear();
        any = false;
    };
    for (std::size_t at = 0; at < text.size() && records.size() < most; ++at) {
        const char c = text[at];
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (at + 1 < text.size() && text[at + 1] == '"') {
                cell += '"';
                ++at;
            } else {
                quoted = false;
            }
        } else if (c == '"') {
            quoted = true;
            any = true;
        } else if (c == ',') {
            record.push_back(std::move(cell));
            cell.clear();
            any = true;
        } else if (c == '\n') {
            end_record();
        } else if (c != '\r') {
            cell += c;
            any = true;
        }
    }
    if (records.size() < most) {
        end_record();
    }
    return records;
}

std::string csv_cell(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string cell = "\"";
    for (const char c : text) {
        cell += c == '"' ? "\"\"" : std::string(1, c);
    }
    return cell + '"';
}

namespace {

/// The value of `name="..."` in a header line; "" if it is not there.
std::string attribute(std::string_view line, std::string_view name) {
    const std::string start = std::string(name) + "=\"";
    std::size_t at = line.find(start);
    while (at != std::string_view::npos && at > 0 && line[at - 1] != ' ' && line[at - 1] != ';') {
        at = line.find(start, at + 1); // "name=" within "filename="
    }
    if (at == std::string_view::npos) {
        return "";
    }
    at += start.size();
    return std::string(line.substr(at, line.find('"', at) - at));
}

std::string boundary_of(const net::Request& request) {
    const auto type = request.headers.get("Content-Type");
    if (!type || ascii_lower(type->substr(0, type->find(';'))) != "multipart/form-data") {
        return "";
    }
    const auto at = type->find("boundary=");
    if (at == std::string_view::npos) {
        return "";
    }
    std::string boundary(trim(type->substr(at + 9)));
    if (boundary.size() >= 2 && boundary.front() == '"') {
        boundary = boundary.substr(1, boundary.find('"', 1) - 1);
    }
    return boundary;
}

} // namespace

std::optional<std::vector<FormPart>> parse_multipart(const net::Request& request) {
    const std::string boundary = boundary_of(request);
    if (boundary.empty()) {
        return std::nullopt;
    }
    const std::string delimiter = "\r\n--" + boundary;
    const std::string whole = "\r\n" + request.body;
    std::vector<FormPart> parts;
    std::size_t at = whole.find(delimiter);
    while (at != std::string::npos) {
        const std::size_t start = at + delimiter.size();
        const std::size_t next = whole.find(delimiter, start);
        const std::size_t head_end = whole.find("\r\n\r\n", start);
        if (next == std::string::npos || head_end == std::string::npos || head_end > next) {
            break;
        }
        const std::string_view head = std::string_view(whole).substr(start, head_end - start);
        parts.push_back({attribute(head, "name"), attribute(head, "filename"),
                         whole.substr(head_end + 4, next - head_end - 4)});
        at = next;
    }
    return parts.empty() ? std::nullopt : std::optional(std::move(parts));
}

} // namespace muster::sandbox
