# Flags that every target of the project is compiled with.
add_library(muster_options INTERFACE)
target_compile_options(muster_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
    -Woverloaded-virtual -Wno-overlength-strings -Werror
    -Wno-missing-field-initializers>) # g++ 12 warns of what a designated initializer leaves to its default
# g++ 12 at -O2 takes an empty std::optional for an uninitialised one.
target_compile_options(muster_options INTERFACE
  $<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<CONFIG:RelWithDebInfo>>:-Wno-maybe-uninitialized>)
# libstdc++ 12 deprecates what its own algorithms use; clang tells it of those who call them.
target_compile_options(muster_options INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-deprecated-declarations>)
target_compile_definitions(muster_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>)
target_include_directories(muster_options INTERFACE ${PROJECT_SOURCE_DIR}/src)

if(MUSTER_SANITIZE)
  add_compile_options(-fsanitize=${MUSTER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MUSTER_SANITIZE})
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD AND NOT CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  add_link_options(-fuse-ld=mold)
endif()
