#include "exchange/decoder.hpp"

#include "base/text.hpp"

namespace muster::exchange {
namespace {

constexpr std::size_t kPiece = 256 * 1024;
constexpr char kNoText = '\xFF';

char16_t unit_at(std::string_view bytes, std::size_t place, bool little) {
    const auto first = static_cast<unsigned char>(bytes[place]);
    const auto second = static_cast<unsigned char>(bytes[place + 1]);
    return static_cast<char16_t>(little ? first | (second << 8) : second | (first << 8));
}

bool is_leading(char16_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_trailing(char16_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// Decodes character by character, after the whole piece turned out not to be clean.
void salvage_utf16(std::string_view bytes, bool little, std::string& text) {
    const ByteOrder order = little ? ByteOrder::Little : ByteOrder::Big;
    for (std::size_t place = 0; place + 1 < bytes.size();) {
        const bool pair = is_leading(unit_at(bytes, place, little)) && place + 3 < bytes.size() &&
                          is_trailing(unit_at(bytes, place + 2, little));
        const std::size_t length = pair ? 4 : 2;
        const auto character = from_utf16(bytes.substr(place, length), order);
        text += character ? *character : std::string(1, kNoText);
        place += length;
    }
}

} // namespace

std::string_view Decoder::encoding_name() const {
    switch (form_) {
    case Form::Windows1252:
        return "Windows-1252";
    case Form::Utf16Little:
    case Form::Utf16Big:
        return "UTF-16";
    default:
        return "UTF-8";
    }
}

void Decoder::find_form() {
    if (bytes_.starts_with("\xEF\xBB\xBF")) {
        form_ = Form::Utf8;
        bytes_.erase(0, 3);
    } else if (bytes_.starts_with("\xFF\xFE")) {
        form_ = Form::Utf16Little;
        bytes_.erase(0, 2);
    } else if (bytes_.starts_with("\xFE\xFF")) {
        form_ = Form::Utf16Big;
        bytes_.erase(0, 2);
    } else {
        form_ = asked_ == Encoding::Windows1252 ? Form::Windows1252 : Form::Utf8;
    }
}

void Decoder::decode_windows_1252(std::string& text) {
    if (const auto clean = from_windows_1252(bytes_)) {
        text += *clean;
    } else {
        for (const char byte : bytes_) {
            const auto character = from_windows_1252(std::string_view(&byte, 1));
            text += character ? *character : std::string(1, kNoText);
        }
    }
    bytes_.clear();
}

void Decoder::decode_utf16(std::string& text, bool at_end) {
    const bool little = form_ == Form::Utf16Little;
    std::size_t usable = bytes_.size() - bytes_.size() % 2;
    if (!at_end && usable >= 2 && is_leading(unit_at(bytes_, usable - 2, little))) {
        usable -= 2; // its second half comes with the next piece
    }
    const std::string_view whole = std::string_view(bytes_).substr(0, usable);
    if (const auto clean = from_utf16(whole, little ? ByteOrder::Little : ByteOrder::Big)) {
        text += *clean;
    } else {
        salvage_utf16(whole, little, text);
    }
    bytes_.erase(0, usable);
    if (at_end && !bytes_.empty()) {
        text += kNoText;
        bytes_.clear();
    }
}

bool Decoder::read_more(std::string& text) {
    const std::size_t kept = bytes_.size();
    bytes_.resize(kept + kPiece);
    stream_.read(bytes_.data() + kept, static_cast<std::streamsize>(kPiece));
    const auto got = static_cast<std::size_t>(stream_.gcount());
    bytes_.resize(kept + got);
    bytes_read_ += got;
    const bool at_end = got == 0;
    if (form_ == Form::Unknown) {
        find_form();
    }
    if (at_end && bytes_.empty()) {
        return false;
    }
    switch (form_) {
    case Form::Windows1252:
        decode_windows_1252(text);
        break;
    case Form::Utf16Little:
    case Form::Utf16Big:
        decode_utf16(text, at_end);
        break;
    default:
        text += bytes_;
        bytes_.clear();
    }
    return !at_end || !text.empty();
}

} // namespace muster::exchange
